import type { Contract } from '../../contract/contract.ts';
import type { CanaryEvent, StallEvent } from '../../model/event.ts';
import type { Interval } from '../../model/time.ts';
import { overlaps } from '../../model/time.ts';
import { concerns } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';
import { consumerOf } from './lapses.ts';
import { joined } from './outage.ts';

/**
 * When the machine was too slow for a sound application to keep its time-outs. What it excuses is narrow: an answer
 * that is merely late, none at all, or the declared fallback although nothing was broken. It never excuses an allow
 * that is not permitted.
 */
export interface Starvation {
  /** Whether an observation was made near a stall: within its interval widened by the budget on both sides. */
  near(during: Interval): boolean;
  /** How long the harness itself was held up within the interval: so much of a measured latency may be its own. */
  ownDelayMs(during: Interval): number;
  /** How long, altogether, the machine was stalled within the interval, as the source that saw most of it says. */
  stalledMs(during: Interval): number;
  readonly count: number;
  readonly longestMs: number;
}

/**
 * @param disturbances canaries that failed although nothing was injected on their way: as good as a stall
 */
export function starvation(
  contract: Contract,
  stalls: readonly StallEvent[],
  faults: readonly FaultSpan[],
  disturbances: readonly CanaryEvent[],
): Starvation {
  const thresholdMs = shortestTimeoutMs(contract) / 4;
  const real = stalls.filter((stall) => !isInjected(stall, faults));
  const severe: readonly Interval[] = [
    ...real.filter((stall) => stall.stalledMs > thresholdMs),
    ...disturbances.map((canary) => ({ from: canary.sent, to: canary.received })),
  ];
  const severeSpans = joined(severe);
  const own = real.filter((stall) => stall.source === 'harness');
  return {
    near: (during) =>
      touches(severeSpans, { from: during.from - contract.budgetMs, to: during.to + contract.budgetMs }),
    ownDelayMs: (during) =>
      own.reduce((sum, stall) => sum + (overlaps(stall, during) ? stall.stalledMs : 0), 0),
    stalledMs: (during) => worstSourceMs(real, during),
    count: severe.length,
    longestMs: real.reduce((longest, stall) => Math.max(longest, stall.stalledMs), 0),
  };
}

/** The shortest time-out that the contract declares: what a stall must be measured against. */
export function shortestTimeoutMs(contract: Contract): number {
  const inputs = Object.values(contract.inputs).flatMap((input) => input.timeoutMs ?? []);
  return Math.min(contract.policyService.timeoutMs, ...inputs);
}

/** A canary is slow on a way that a fault makes slow: that is the fault, not the machine. */
function isInjected(stall: StallEvent, faults: readonly FaultSpan[]): boolean {
  const path = /^canary (.+)$/.exec(stall.source)?.[1];
  if (path === undefined) return false;
  const consumer = consumerOf(path);
  const dependency = path.slice(consumer.length + 1);
  return faults.some(
    (span) => span.spec.on === dependency && concerns(span, consumer) && overlaps(span.possible, stall),
  );
}

/** Several sources see the same stall: the one that saw most of it counts. */
function worstSourceMs(stalls: readonly StallEvent[], during: Interval): number {
  const bySource = new Map<string, number>();
  for (const stall of stalls) {
    const lostMs = Math.min(stall.stalledMs, shared(stall, during));
    bySource.set(stall.source, (bySource.get(stall.source) ?? 0) + lostMs);
  }
  return Math.max(0, ...bySource.values());
}

/** Whether one of the ordered, disjoint spans touches the interval. */
function touches(spans: readonly Interval[], during: Interval): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.to ?? Infinity) < during.from) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.from <= during.to;
}

function shared(a: Interval, b: Interval): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}
