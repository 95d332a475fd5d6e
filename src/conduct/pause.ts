import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/**
 * Waits until the clock shows `t`; returns at once where it does already.
 * @throws the signal's reason once it is aborted
 */
export async function pauseUntil(clock: Clock, t: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  // A timer may fire a fraction of a millisecond early.
  for (let left = t - clock.now(); left > 0; left = t - clock.now()) await pause(Math.ceil(left), signal);
}

/**
 * Waits for some milliseconds.
 * @throws the signal's reason once it is aborted
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
