import type { Contract } from '../../contract/contract.ts';
import type { CanaryEvent, StallEvent } from '../../model/event.ts';
import type { Interval } from '../../model/time.ts';
import { overlaps } from '../../model/time.ts';
import { concerns } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';
import { consumerOf } from './lapses.ts';
import { joined, touchesOne } from './outage.ts';
import { spanIndex } from './span-index.ts';

/**
 * When the machine was too slow for a sound application to keep its time-outs. What it excuses is narrow: an answer
 * that is merely late, none at all, or the declared fallback although nothing was broken. It never excuses an allow
 * that is not permitted.
 */
export interface Starvation {
  /** Whether an observation was made near a stall: within its interval widened by the budget on both sides. */
  near(during: Interval): boolean;
  /**
   * Upper bound of what the machine may have added to an answer of this replica beyond the time-outs that it keeps. What
   * held up the others, the proxy and the services, those time-outs bound; what is left is what held up the replica itself
   * and the harness that waited for it, and as much as may go unrecorded.
   */
  delayMs(replica: string, during: Interval): number;
  /** How long the harness itself was held up within the interval: so much of a measured latency may be its own. */
  ownDelayMs(during: Interval): number;
  /** How long these processes, and the proxy between them, were held up within the interval, one after the other. */
  lostMs(processes: readonly string[], during: Interval): number;
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
    ...disturbances.map(asStall),
  ];
  const severeSpans = joined(severe);
  const nearby = ({ from, to }: Interval): Interval => ({
    from: from - contract.budgetMs,
    to: to + contract.budgetMs,
  });
  const stallsIn = spanIndex(real);
  const ownIn = spanIndex(real.filter((stall) => stall.source === 'harness'));
  return {
    near: (during) => touchesOne(severeSpans, nearby(during)),
    delayMs: (replica, { from, to }) => {
      // Who was stalled until just before still works off what came in meanwhile.
      const during = { from: from - shortestTimeoutMs(contract), to };
      return thresholdMs + delayOf(replica, lostBySource(stallsIn(during), during));
    },
    ownDelayMs: (during) => ownIn(during).reduce((sum, stall) => sum + stall.stalledMs, 0),
    lostMs: (processes, during) => lostAlong(processes, lostBySource(stallsIn(during), during)),
    stalledMs: (during) => worstSourceMs(stallsIn(during), during),
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
  const dependency = path === consumer ? 'app' : path.slice(consumer.length + 1);
  return faults.some(
    (span) => span.spec.on === dependency && concerns(span, consumer) && overlaps(span.possible, stall),
  );
}

/** A canary that failed without a fault was held up for as long as it was waited for. */
function asStall({ path, sent, received }: CanaryEvent): StallEvent {
  return { type: 'stall', from: sent, to: received, source: `canary ${path}`, stalledMs: received - sent };
}

/** Several sources see the same stall: the one that saw most of it counts. */
function worstSourceMs(stalls: readonly StallEvent[], during: Interval): number {
  return Math.max(0, ...lostBySource(stalls, during).values());
}

/**
 * What the replica and the harness lost, one after the other. Where the machine does not tell how long a process waits for
 * a processor, the slowest canary has to stand for it.
 */
function delayOf(replica: string, lostMs: ReadonlyMap<string, number>): number {
  const replicaMs = lostMs.get(replica) ?? seenFromOutside(lostMs);
  return (lostMs.get('harness') ?? 0) + replicaMs;
}

function lostAlong(processes: readonly string[], lostMs: ReadonlyMap<string, number>): number {
  const known = [...processes, 'fault-proxy'].map((name) => lostMs.get(name) ?? 0);
  return Math.max(
    seenFromOutside(lostMs),
    known.reduce((sum, ms) => sum + ms, 0),
  );
}

function seenFromOutside(lostMs: ReadonlyMap<string, number>): number {
  const canaries = [...lostMs].filter(([source]) => source.startsWith('canary ')).map(([, ms]) => ms);
  return Math.max(lostMs.get('cpu') ?? 0, ...canaries);
}

function lostBySource(stalls: readonly StallEvent[], during: Interval): ReadonlyMap<string, number> {
  const bySource = new Map<string, number>();
  for (const stall of stalls) {
    const lostMs = Math.min(stall.stalledMs, shared(stall, during));
    if (lostMs > 0) bySource.set(stall.source, (bySource.get(stall.source) ?? 0) + lostMs);
  }
  return bySource;
}

function shared(a: Interval, b: Interval): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}
