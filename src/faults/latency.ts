import type { FaultSpec } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { FaultError } from './fault-error.ts';
import { injectToxics } from './toxic-part.ts';

/** Above this share of its time-out, an application's own overhead cannot save an answer; below the other, it cannot spoil one. */
const certainlyLate = 1.05;
const certainlyInTime = 0.5;

/** A timer may fire this much early, and clocks are read in different processes. */
const timerToleranceMs = 2;

/** Every answer is later by `latencyMs`, give or take `jitterMs`. */
export const latency: Fault<Extract<FaultSpec, { type: 'latency' }>> = {
  type: 'latency',
  effect: ({ latencyMs, jitterMs }, { timeoutMs }) => {
    if (latencyMs - jitterMs >= timeoutMs * certainlyLate) return { kind: 'out' };
    return { kind: latencyMs + jitterMs <= timeoutMs * certainlyInTime ? 'slow' : 'maybe-out' };
  },
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
};
