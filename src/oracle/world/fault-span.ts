import type { FaultEvent } from '../../model/event.ts';
import type { FaultEffect, FaultSite, FaultSpec } from '../../model/fault.ts';
import type { Interval } from '../../model/time.ts';
import type { Plan, PlannedPhase } from '../../plan/plan.ts';
import { clockGrainMs } from './clock.ts';

/**
 * One injected fault as the oracle sees it. Two spans of time matter: where the fault may have held (from the
 * request until healing was proved, or for ever), and where it certainly did (from the proof of its effect until
 * healing was asked for). In between both the healthy and the broken world are possible.
 */
export interface FaultSpan {
  readonly id: string;
  readonly phase: string;
  readonly spec: FaultSpec;
  readonly effect: FaultEffect;
  readonly requested: number;
  readonly effective: number | null;
  readonly healRequested: number | null;
  readonly healed: number | null;
  /** It could not be injected or proved, or was lost while it should have held. */
  readonly failed: boolean;
  readonly proof: string | null;
  readonly possible: Interval;
  /** Null where its effect was never proved, or it was lost again: then nothing is certain while it may last. */
  readonly certain: Interval | null;
  /**
   * Until when the declared fallback may go on: after healing (a circuit breaker has to notice), and after an interruption
   * from which the application has to recover by itself.
   */
  readonly lingersUntil: number;
}

/** Faults in the order they were asked for. */
export function faultSpans(plan: Plan, events: readonly FaultEvent[]): readonly FaultSpan[] {
  const byId = Map.groupBy(events, (event) => event.fault);
  const spans: FaultSpan[] = [];
  for (const [id, edges] of byId) {
    const first = edges[0];
    if (first !== undefined) spans.push(faultSpan(plan, id, first, edges));
  }
  return spans.toSorted((a, b) => a.requested - b.requested || compareText(a.id, b.id));
}

function faultSpan(plan: Plan, id: string, first: FaultEvent, edges: readonly FaultEvent[]): FaultSpan {
  const at = (edge: FaultEvent['edge']): number | null =>
    edges.find((event) => event.edge === edge)?.t ?? null;
  const requested = at('requested') ?? first.t;
  const effective = at('effective');
  const healRequested = at('heal-requested');
  const healed = at('healed');
  const failed = edges.some((event) => event.edge === 'failed' && event.t <= (healRequested ?? Infinity));
  return {
    id,
    phase: first.phase,
    spec: first.spec,
    effect: first.effect,
    requested,
    effective,
    healRequested,
    healed,
    failed,
    proof: edges.find((event) => event.edge === 'effective')?.proof ?? null,
    possible: { from: requested, to: healed ?? Infinity },
    certain: effective === null || failed ? null : { from: effective, to: healRequested ?? Infinity },
    lingersUntil: lingersUntil(plan, id, first, effective, healed),
  };
}

/** An interruption is over once the application has done its part, for which it has as long as for any recovery. */
function lingersUntil(
  plan: Plan,
  id: string,
  { effect, phase }: FaultEvent,
  effective: number | null,
  healed: number | null,
): number {
  if (effect.kind === 'interrupted' && effective !== null) {
    const within = plan.phases.find(({ name }) => name === phase)?.normalWithinMs;
    return effective + (within ?? plan.contract.normalWithinMs);
  }
  return healed === null ? Infinity : healed + normalWithinAfter(plan, id, phase);
}

/** Where the application may be held up by the fault itself, however long it is left in place. */
export function holdsUp(span: FaultSpan): Interval {
  return span.effect.kind === 'interrupted'
    ? { from: span.requested, to: Math.min(span.possible.to, span.lingersUntil) }
    : span.possible;
}

/** The phase that begins when the fault ends says how soon all is to be normal; without one, the contract does. */
function normalWithinAfter(plan: Plan, id: string, phaseName: string): number {
  const planned = plan.faults.find((fault) => fault.id === id);
  const end = planned?.to ?? plan.phases.find((phase) => phase.name === phaseName)?.to ?? Infinity;
  const next = plan.phases.find((phase: PlannedPhase) => phase.from >= end);
  return next?.normalWithinMs ?? plan.contract.normalWithinMs;
}

/** Whether the fault holds on the way of this consumer to the dependency. */
export function concerns(span: FaultSpan, consumer: string): boolean {
  return span.spec.replica === undefined || span.spec.replica === consumer;
}

/** Where a fault may have held, and after it the time in which a fallback may still go on. */
export function lingering(span: FaultSpan): Interval {
  return { from: span.requested, to: span.lingersUntil + clockGrainMs };
}

/** The faults on a site that concern a replica. */
export function spansOn(faults: readonly FaultSpan[], replica: string, on: FaultSite): readonly FaultSpan[] {
  return faults.filter((span) => span.spec.on === on && concerns(span, replica));
}

/** Whether what it is on certainly gives no believable answer while it holds. */
export function takesAway({ effect }: FaultSpan): boolean {
  return effect.kind === 'out' || effect.kind === 'lying';
}

/** Whether some answers, or all, may be missing while it holds. */
export function mayTakeAway(span: FaultSpan): boolean {
  return takesAway(span) || span.effect.kind === 'maybe-out' || span.effect.kind === 'interrupted';
}

/** Whether an earlier bundle is served again, exactly as it was signed. */
export function isReplay({ spec }: FaultSpan): boolean {
  return spec.type === 'untrusted-bundle' && spec.variant === 'replayed';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
