import { setTimeout as delay } from 'node:timers/promises';
import { EnvironmentError } from '../environment-error.ts';

/** How long a port that was just given up may still be taken: by a connection of whoever went on asking there. */
const freeWithinMs = 10_000;
const againAfterMs = 50;

/**
 * Starts something on a port that a process of ours has just left, over and over while that is not free yet.
 * @throws EnvironmentError `port-in-use` where it does not become free; whatever else the start fails with
 */
export async function startAtPort<T>(start: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const giveUpAt = performance.now() + freeWithinMs;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const taken = error instanceof EnvironmentError && error.code === 'port-in-use';
      if (!taken || performance.now() >= giveUpAt) throw error;
    }
    await delay(againAfterMs, undefined, { signal });
  }
}
