import type { PolicyOrder } from '../environment/environment.ts';
import type { ChangeEvent, ObservationEvent } from '../model/event.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { contradicts } from './contradiction.ts';
import { pauseUntil } from './pause.ts';
import type { Stage } from './stage.ts';
import { messageOf } from './stop-run.ts';

/** Publishes policies and takes them back, and detects by the probes that one is bad. */
export interface PolicyChanges {
  /** Every observation goes through here: the detector. */
  note(observation: ObservationEvent): void;
  /** Whether an observation contradicts what is declared, now that some may have been revoked. */
  contradicts(observation: ObservationEvent): boolean;
  /** Makes one change. Resolves with the time it was ordered, once it is served or has failed. */
  make(change: PolicyChange, signal: AbortSignal): Promise<number>;
}

export type PolicyChange = Exclude<PlannedChange, { kind: 'restart' }>;
type Revocation = Extract<PlannedChange, { kind: 'revoke' }>;

type Publish = Extract<PlannedChange, { kind: 'publish' }>;
type Rollback = Extract<PlannedChange, { kind: 'rollback' }>;

/** A publication that is not taken back yet. */
interface Publication {
  readonly change: Publish;
  readonly orderedAt: number;
  /** Revision in force before it: what a rollback goes back to. */
  readonly before: number;
  served: boolean;
  detectedAt: number | undefined;
}

/** A cell whose subject was revoked. Its deny is right from the order on; its allow may be for as long as the bound. */
interface Revoked {
  readonly orderedAt: number;
  allowedUntil: number;
}

/** Every policy distribution starts with its first revision. */
const firstRevision = 1;

export function makePolicyChanges(stage: Stage): PolicyChanges {
  const { plan, environment, journal, clock, tell } = stage;
  const open = new Map<string, Publication>();
  const revoked = new Map<number, Revoked>();
  let inForce = firstRevision;

  function record(change: ChangeEvent): number {
    journal.write(change);
    tell({ kind: 'change', change });
    return change.t;
  }

  function event(
    change: PolicyChange,
    edge: ChangeEvent['edge'],
    facts: Partial<ChangeEvent> = {},
  ): ChangeEvent {
    return { type: 'change', t: clock.now(), change: change.id, kind: change.kind, edge, ...facts };
  }

  async function publish(change: Publish): Promise<number> {
    const { policy } = change;
    const orderedAt = record(event(change, 'ordered', { policy }));
    const publication: Publication = {
      change,
      orderedAt,
      before: inForce,
      served: false,
      detectedAt: undefined,
    };
    open.set(change.id, publication);
    try {
      const { revision } = await environment.policies.publish(
        policy,
        orderFor(`drill ${plan.scenario.id}: ${change.id}`, change.approvedBy),
      );
      inForce = revision;
      publication.served = true;
      record(event(change, 'served', { policy, revision }));
    } catch (error) {
      open.delete(change.id);
      record(event(change, 'failed', { policy, note: messageOf(error) }));
    }
    return orderedAt;
  }

  async function revoke(change: Revocation): Promise<number> {
    const { policy, subject, denies } = change;
    const orderedAt = record(event(change, 'ordered', { policy, note: subject }));
    const state: Revoked = { orderedAt, allowedUntil: Infinity };
    for (const cell of denies) revoked.set(cell, state);
    try {
      const { revision } = await environment.policies.publish(
        policy,
        orderFor(`drill ${plan.scenario.id}: ${change.id} revokes ${subject}`),
      );
      inForce = revision;
      const servedAt = record(event(change, 'served', { policy, revision }));
      state.allowedUntil = servedAt + plan.contract.revocation.boundMs;
    } catch (error) {
      for (const cell of denies) revoked.delete(cell);
      record(event(change, 'failed', { policy, note: messageOf(error) }));
    }
    return orderedAt;
  }

  async function rollBack(change: Rollback, signal: AbortSignal): Promise<number> {
    const publication = open.get(change.of);
    if (publication?.served !== true)
      return record(
        event(change, 'failed', { note: `${change.of} was not published, so there is nothing to take back` }),
      );
    const { detectedAt, before } = publication;
    if (detectedAt !== undefined) await pauseUntil(clock, detectedAt + change.afterMs, signal);
    const undetected = 'ordered by the clock: no decision had contradicted what was declared';
    const orderedAt = record(event(change, 'ordered', detectedAt === undefined ? { note: undetected } : {}));
    open.delete(change.of);
    try {
      const { revision, policy } = await environment.policies.rollback(
        before,
        orderFor(`drill ${plan.scenario.id}: ${change.id} takes back ${change.of}`),
      );
      inForce = revision;
      record(event(change, 'served', { policy, revision }));
    } catch (error) {
      record(event(change, 'failed', { note: messageOf(error) }));
    }
    return orderedAt;
  }

  function orderFor(reason: string, approvedBy: string | null = null): PolicyOrder {
    return { reason, approvedBy, breakGlass: false };
  }

  function isContradiction(observation: ObservationEvent): boolean {
    const cell = plan.cells[observation.cell];
    if (cell === undefined) return false;
    const since = revoked.get(observation.cell);
    if (since === undefined || observation.received < since.orderedAt) return contradicts(cell, observation);
    return observation.outcome === 'allow' && observation.sent > since.allowedUntil;
  }

  return {
    contradicts: isContradiction,
    note: (observation) => {
      const cell = plan.cells[observation.cell];
      if (open.size === 0 || cell === undefined || !isContradiction(observation)) return;
      for (const publication of open.values()) {
        if (publication.detectedAt !== undefined || observation.sent < publication.orderedAt) continue;
        publication.detectedAt = record(
          event(publication.change, 'detected', {
            note: `${cell.as} ${cell.do} ${cell.on} on ${observation.replica}: ${observation.outcome} instead of ${cell.expect}`,
          }),
        );
      }
    },
    make: (change, signal) => {
      switch (change.kind) {
        case 'publish':
          return publish(change);
        case 'rollback':
          return rollBack(change, signal);
        case 'revoke':
          return revoke(change);
        default:
          return change satisfies never;
      }
    },
  };
}
