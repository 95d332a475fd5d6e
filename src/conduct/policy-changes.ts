import { ChangeRefused } from '../environment/environment.ts';
import type { PolicyOrder, PolicyPublication } from '../environment/environment.ts';
import type { ChangeEvent, ObservationEvent } from '../model/event.ts';
import type { PlannedChange } from '../plan/plan.ts';
import type { FocusRequest } from '../probe/prober.ts';
import type { Rotation } from '../probe/rotation.ts';
import { recordChange } from './change-journal.ts';
import { watchDetection } from './detection.ts';
import type { PolicyContent } from './policy-content.ts';
import { changeOver } from './policy-content.ts';
import { rollOut } from './restarts.ts';
import type { Stage } from './stage.ts';
import { messageOf } from './stop-run.ts';
import { watchRevocations } from './revocations.ts';

/** Publishes policies and takes them back, and detects that one is bad. */
export interface PolicyChanges {
  /** Every observation goes through here: the detector. */
  note(observation: ObservationEvent): void;
  /** Whether an observation contradicts what is declared, now that some may have been revoked. */
  contradicts(observation: ObservationEvent): boolean;
  /** Makes one change. Resolves with the time it was ordered, once it is served or has failed. */
  make(change: PolicyChange, signal: AbortSignal): Promise<number>;
  /** Nothing looks for a bad rule any more. */
  stop(): Promise<void>;
}

export type PolicyChange = Exclude<PlannedChange, { kind: 'restart' }>;
type Revocation = Extract<PlannedChange, { kind: 'revoke' }>;
type Publish = Extract<PlannedChange, { kind: 'publish' }>;
type Rollback = Extract<PlannedChange, { kind: 'rollback' }>;

export interface PolicyTools {
  readonly rotation: Rotation;
  /** Asks more often about what changes; undefined ends it. */
  readonly focus: (request: FocusRequest | undefined) => void;
}

/** A publication that is served and not taken back yet. */
interface Publication {
  readonly change: Publish;
  /** What was in force before it: what a rollback goes back to. */
  readonly before: PolicyContent;
}

/** Every policy distribution starts with its first revision. */
const firstContent: PolicyContent = { revision: 1, wrong: new Map() };

export function makePolicyChanges(stage: Stage, { rotation, focus }: PolicyTools): PolicyChanges {
  const { plan, environment } = stage;
  const { policies } = environment;
  const revocations = watchRevocations(plan);
  const detection = watchDetection(stage, (observation) => revocations.contradicts(observation));
  /** In order of publication. */
  let open: readonly Publication[] = [];
  let inForce = firstContent;

  const record = (
    change: PolicyChange,
    edge: ChangeEvent['edge'],
    facts?: Parameters<typeof recordChange>[3],
  ): number => recordChange(stage, change, edge, facts);

  function focusOn(to: PolicyContent): void {
    focus({ ...changeOver(plan.cells, inForce, to), perSecond: plan.focusPerSecond });
  }

  /** It is served: from now on it is what a rollback goes back from, and what replicas that are released come up with. */
  async function served(
    change: PolicyChange,
    publication: PolicyPublication,
    wrong: PolicyContent['wrong'],
    facts: Partial<ChangeEvent> = {},
  ): Promise<number> {
    const { revision, policy } = publication;
    inForce = { revision, wrong };
    const servedAt = record(change, 'served', { policy, revision, ...signatures(publication), ...facts });
    if (policies.byRestart) await rollOut(stage, rotation, change);
    return servedAt;
  }

  async function publish(change: Publish): Promise<number> {
    const { policy, refused, approvedBy } = change;
    const before = inForce;
    const wrong = new Map(change.wrong.map(({ cell, answers }) => [cell, answers]));
    const orderedAt = record(change, 'ordered', { policy });
    // What has to be refused is not expected to change anything.
    if (!refused) focusOn({ ...before, wrong });
    detection.begin(change, orderedAt);
    try {
      const publication = await policies.publish(policy, orderFor(change.id, approvedBy));
      open = [...open, { change, before }];
      await served(change, publication, wrong);
    } catch (error) {
      await detection.end(change.id);
      focus(undefined);
      if (refused && error instanceof ChangeRefused) record(change, 'refused', { policy, ...refusal(error) });
      else record(change, 'failed', { policy, note: messageOf(error) });
    }
    return orderedAt;
  }

  async function revoke(change: Revocation): Promise<number> {
    const { policy, subject, denies } = change;
    const orderedAt = record(change, 'ordered', { policy, note: subject });
    revocations.ordered(denies, orderedAt);
    try {
      const publication = await policies.publish(policy, orderFor(`${change.id} revokes ${subject}`));
      revocations.served(denies, await served(change, publication, inForce.wrong));
    } catch (error) {
      revocations.failed(denies);
      record(change, 'failed', { policy, note: messageOf(error) });
    }
    return orderedAt;
  }

  async function rollBack(change: Rollback, signal: AbortSignal): Promise<number> {
    const at = open.findIndex((one) => one.change.id === change.of);
    const publication = open[at];
    if (publication === undefined)
      return record(change, 'failed', {
        note: `${change.of} was not published, so there is nothing to take back`,
      });
    // Whatever was published on top of it goes with it.
    const takenBack = open.slice(at).map((one) => one.change.id);
    const undetected = await detection.wait(change, takenBack, signal);
    const { before } = publication;
    const orderedAt = record(change, 'ordered', undetected === undefined ? {} : { note: undetected });
    focusOn(before);
    await Promise.all(takenBack.map((id) => detection.end(id)));
    open = open.slice(0, at);
    try {
      const { publication: good, glass } = await takeBack(change, before.revision);
      await served(change, good, before.wrong, glass);
    } catch (error) {
      focus(undefined);
      record(change, 'failed', { note: messageOf(error) });
    }
    return orderedAt;
  }

  /** Breaks the glass where that is planned, and only once it has to be. */
  async function takeBack(
    change: Rollback,
    to: number,
  ): Promise<{ readonly publication: PolicyPublication; readonly glass: { readonly breakGlass?: true } }> {
    const order = orderFor(`${change.id} takes back ${change.of}`);
    try {
      return { publication: await policies.rollback(to, order), glass: {} };
    } catch (error) {
      if (!change.breakGlass || !(error instanceof ChangeRefused)) throw error;
      const glass = { breakGlass: true } as const;
      record(change, 'refused', refusal(error));
      record(change, 'ordered', glass);
      return { publication: await policies.rollback(to, { ...order, ...glass }), glass };
    }
  }

  function orderFor(what: string, approvedBy: string | null = null): PolicyOrder {
    return { reason: `drill ${plan.scenario.id}: ${what}`, approvedBy, breakGlass: false };
  }

  return {
    contradicts: (observation) => revocations.contradicts(observation),
    note: (observation) => detection.note(observation),
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
    stop: () => detection.stop(),
  };
}

/** Who ordered it and who approved it. */
function signatures({
  by,
  approvedBy,
}: Pick<PolicyPublication, 'by' | 'approvedBy'>): Pick<ChangeEvent, 'by' | 'approvedBy'> {
  return { by, ...(approvedBy === null ? {} : { approvedBy }) };
}

function refusal(error: ChangeRefused): Pick<ChangeEvent, 'by' | 'approvedBy' | 'note'> {
  return { ...signatures(error), note: `${error.code}: ${error.message}` };
}
