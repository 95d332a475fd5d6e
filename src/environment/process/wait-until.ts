import { setTimeout as delay } from 'node:timers/promises';

/** Pause between two looks, in milliseconds. */
const pauseMs = 25;

/**
 * Looks until what it waits for is there.
 * @param look the thing waited for, or `undefined` while it is not there; must not throw for "not yet"
 * @throws the signal's reason once it is aborted
 */
export async function waitUntil<T>(look: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    await delay(pauseMs, undefined, { signal });
  }
}
