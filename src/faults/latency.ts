import type { FaultSpec } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { FaultError } from './fault-error.ts';
import { effectOfDelay } from './lateness.ts';
import { injectToxics } from './toxic-part.ts';

/** A timer may fire this much early, and clocks are read in different processes. */
const timerToleranceMs = 2;

/** Every answer is later by `latencyMs`, give or take `jitterMs`. */
export const latency: Fault<Extract<FaultSpec, { type: 'latency' }>> = {
  type: 'latency',
  effect: ({ latencyMs, jitterMs }, { timeoutMs }) =>
    effectOfDelay(latencyMs - jitterMs, latencyMs + jitterMs, timeoutMs),
  inject: async (spec, environment, leaseMs) => {
    const { latencyMs, jitterMs } = spec;
    if (jitterMs >= latencyMs) {
      throw new FaultError(
        'unsupported',
        'a jitter as great as the latency cannot be told from no fault at all',
      );
    }
    const attributes = { latency: latencyMs, jitter: jitterMs };
    return injectToxics(spec, environment, [{ type: 'latency', stream: 'downstream', attributes }], leaseMs);
  },
  shows: ({ latencyMs, jitterMs }, { symptom, sent, received }) =>
    (symptom === 'ok' || symptom === 'timeout') && received - sent >= latencyMs - jitterMs - timerToleranceMs,
  // A canary that has to tell a late answer from none must outwait it.
  showsWithinMs: ({ latencyMs, jitterMs }) => 2 * (latencyMs + jitterMs),
};
