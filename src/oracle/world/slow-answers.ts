import type { Interval } from '../../model/time.ts';
import type { Observations } from '../observations.ts';
import { joined, touchesOne } from './outage.ts';

/**
 * When a replica kept someone waiting for as long as its shortest time-out. An application that asks and waits as the
 * contract says takes its fallback for a service that answers only after such a wait, or, with a circuit breaker, shortly
 * after one. All requests are the harness's own, so the wait must be among its observations.
 */
export interface SlowAnswers {
  /** Whether there was such a wait within the interval or up to `memoryMs` before it. */
  near(replica: string, during: Interval): boolean;
}

/** A timer may fire early, and some of a wait may lie outside of what the harness sees. */
const share = 0.9;

/**
 * @param timeoutMs the shortest time-out that the application keeps
 * @param memoryMs how long a circuit breaker may stay open
 */
export function slowAnswers(
  observations: Pick<Observations, 'forEach'>,
  timeoutMs: number,
  memoryMs: number,
): SlowAnswers {
  const waits = new Map<string, Interval[]>();
  observations.forEach(({ replica, sent, received }) => {
    if (received - sent < share * timeoutMs) return;
    const ofReplica = waits.get(replica);
    if (ofReplica === undefined) waits.set(replica, [{ from: sent, to: received }]);
    else ofReplica.push({ from: sent, to: received });
  });
  const spans = new Map([...waits].map(([replica, all]) => [replica, joined(all)]));
  return {
    near: (replica, during) =>
      touchesOne(spans.get(replica) ?? [], { from: during.from - memoryMs, to: during.to }),
  };
}
