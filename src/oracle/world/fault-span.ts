import type { FaultEvent } from '../../model/event.ts';
import type { FaultEffect, FaultSpec } from '../../model/fault.ts';
import type { Interval } from '../../model/time.ts';
import type { Plan, PlannedPhase } from '../../plan/plan.ts';

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
  /** Until when the declared fallback may go on after healing (a circuit breaker has to notice). */
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
    lingersUntil: healed === null ? Infinity : healed + normalWithinAfter(plan, id, first.phase),
  };
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
