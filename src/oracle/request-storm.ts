import type { TrafficEvent } from '../model/event.ts';
import type { ObservationRow } from '../model/journal-sink.ts';
import { overlaps } from '../model/time.ts';
import type { Interval } from '../model/time.ts';
import type { JournalFacts } from './journal-facts.ts';
import { judgeObservation } from './judge-observation.ts';
import { gathering } from './members.ts';
import type { Members } from './members.ts';
import type { ScenarioWorld } from './scenario-world.ts';
import { clockGrainMs } from './world/clock.ts';
import { concerns, lingering } from './world/fault-span.ts';
import type { FaultSpan } from './world/fault-span.ts';
import { unstarvedTime } from './world/unstarved-time.ts';

/** Whether more requests reached the policy service than the decisions of the time account for. */
export interface StormJudgement {
  /** Stretches of time that were looked at; none where nobody counted the requests. */
  readonly windows: number;
  /** The stretch with most requests too many; null where none had any. */
  readonly worst: Storm | null;
}

export interface Storm extends Interval {
  readonly requests: number;
  /** Most requests that a sound application makes for the decisions of the time. */
  readonly accounted: number;
  /** The last fault on the policy service that had begun by then. */
  readonly fault: FaultSpan | null;
  /** The decisions of the time that may have asked it. */
  readonly members: Members;
}

/** A burst has to last this long to be one, and is not looked for over longer times than the other. */
const shortestMs = 1_000;
const longestMs = 10_000;

/**
 * Compares the policy service's own count with the decisions that may have asked it: all on remote and hybrid actions that were
 * under way, the time-out that a request may outlive its decision by and everybody's clocks allowed for. That time-out is counted in
 * time in which those on its way had a processor: a starved replica asks late about what was given up long ago.
 */
export function judgeStorm(world: ScenarioWorld, facts: JournalFacts): StormJudgement {
  const traffic = facts.traffic.filter((span) => span.dependency === 'policy-service');
  if (traffic.length === 0) return { windows: 0, worst: null };
  const accountFor = accountant(world, facts);
  let windows = 0;
  let worst: Omit<Storm, 'fault' | 'members'> | null = null;
  for (let first = 0; first < traffic.length; first += 1) {
    for (const window of windowsFrom(traffic, first)) {
      windows += 1;
      const accounted = accountFor(window);
      if (window.requests - accounted <= (worst === null ? 0 : worst.requests - worst.accounted)) continue;
      worst = { ...window, accounted };
    }
  }
  if (worst === null) return { windows, worst };
  const { from, to } = worst;
  const members = gathering();
  for (const seen of facts.observations)
    if (mayAsk(world, seen) && seen.sent <= to && seen.received >= from)
      members.add(judgeObservation(world, seen));
  const fault = world.faults.findLast((span) => span.spec.on === 'policy-service' && span.requested <= to);
  return { windows, worst: { ...worst, fault: fault ?? null, members: members.members() } };
}

/** Every stretch of counts that begins with this one and has no gap in it. */
function* windowsFrom(
  traffic: readonly TrafficEvent[],
  first: number,
): Generator<Interval & { readonly requests: number }> {
  const from = traffic[first]?.from ?? 0;
  let requests = 0;
  let to = from;
  for (let index = first; index < traffic.length; index += 1) {
    const span = traffic[index];
    if (span === undefined || (index > first && span.from > to)) return;
    requests += span.requests;
    to = span.to;
    if (to - from >= shortestMs) yield { from, to, requests };
    if (to - from > longestMs) return;
  }
}

/** The most requests that decisions of a stretch of time may have made. */
function accountant(world: ScenarioWorld, facts: JournalFacts): (window: Interval) => number {
  const { attempts, timeoutMs } = world.contract.policyService;
  const holding = holdingSpans(world);
  const unstarved = unstarvedTime(facts.stalls);
  const begins = new Float64Array(facts.observations.length);
  const ends = new Float64Array(facts.observations.length);
  let asking = 0;
  facts.observations.forEach((seen) => {
    if (!mayAsk(world, seen)) return;
    // They come in this order.
    begins[asking] = seen.sent;
    ends[asking] = unstarved.after(latestArrival(seen, holding.get(seen.replica) ?? []), timeoutMs);
    asking += 1;
  });
  // What is left over at the end stands after all that is.
  begins.fill(Infinity, asking);
  ends.fill(Infinity, asking).sort();
  const warmingUp = [...world.replicas.values()].flatMap(({ presence }) => presence.cold);
  const askingActions = Object.values(world.contract.actions).filter((action) => action.decide !== 'local');
  return ({ from, to }) => {
    const slackMs = clockGrainMs + world.starvation.stalledMs({ from: from - timeoutMs, to });
    const began = countBelow(begins, to + slackMs, true);
    const ended = countBelow(ends, from - slackMs, false);
    // One that was started again may try each action before it is asked, and once more.
    const warm = warmingUp.filter((span) => overlaps(span, { from, to })).length * 2 * askingActions.length;
    return attempts * (began - ended + warm);
  };
}

function mayAsk(world: ScenarioWorld, seen: ObservationRow): boolean {
  return world.cells[seen.cell]?.action.decide !== 'local';
}

/**
 * By replica, when a request may have been held up: who stands still, the service (also over a rule that is too slow) or the replica,
 * does what came meanwhile when it goes on, whoever still waits for it.
 */
function holdingSpans(world: ScenarioWorld): ReadonlyMap<string, readonly Interval[]> {
  const paused = world.faults.filter(({ spec }) => spec.on === 'policy-service' && spec.type === 'paused');
  const slow = world.revisions.slow.map(({ from, to }) => ({ from, to: to + world.contract.normalWithinMs }));
  return new Map(
    [...world.replicas].map(([name, { presence }]) => [
      name,
      [...slow, ...paused.filter((span) => concerns(span, name)).map(lingering), ...presence.paused],
    ]),
  );
}

function latestArrival({ sent, received }: ObservationRow, holding: readonly Interval[]): number {
  if (holding.length === 0) return received;
  return holding.reduce(
    (latest, span) => (overlaps(span, { from: sent, to: received }) ? Math.max(latest, span.to) : latest),
    received,
  );
}

/** How many of the ascending numbers lie below the limit, or at it. */
function countBelow(ascending: Float64Array, limit: number, orAt: boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = ascending[middle] ?? Infinity;
    if (value < limit || (orAt && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
