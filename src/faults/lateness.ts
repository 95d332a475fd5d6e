import type { FaultEffect } from '../model/fault.ts';

/** Above this share of its time-out, an application's own overhead cannot save an answer; below the other, it cannot spoil one. */
const certainlyLate = 1.05;
const certainlyInTime = 0.5;

/** What a delay of between `atLeastMs` and `atMostMs` makes of a dependency whose answers are waited for `timeoutMs`. */
export function effectOfDelay(atLeastMs: number, atMostMs: number, timeoutMs: number): FaultEffect {
  if (atLeastMs >= timeoutMs * certainlyLate) return { kind: 'out' };
  return { kind: atMostMs <= timeoutMs * certainlyInTime ? 'slow' : 'maybe-out' };
}
