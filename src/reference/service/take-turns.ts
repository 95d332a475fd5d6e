import { setImmediate } from 'node:timers/promises';

/**
 * For long work on the only thread: call the function that is returned between its steps, and requests get their turn
 * once the work has gone on for `longestMs`.
 */
export function takeTurns(longestMs: number): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < longestMs) return;
    await setImmediate();
    since = performance.now();
  };
}
