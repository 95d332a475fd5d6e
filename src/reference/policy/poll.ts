import { pause } from '../service/pause.ts';

/** What to do again and again, and how often. */
interface Polling {
  /** Longest pause between two polls, in milliseconds. */
  readonly everyMs: number;
  /** True once the first poll that matters has succeeded; until then polls follow each other quickly. */
  readonly settled: () => boolean;
  /** Must not throw. */
  readonly poll: () => Promise<void>;
}

const firstPauseMs = 50;

/**
 * Polls until it is stopped. Pauses are spread over the last fifth of `everyMs`, so that replicas that were
 * started together do not ask together for ever.
 * @returns stops polling, and resolves when the poll under way has ended
 */
export function startPolling({ everyMs, settled, poll }: Polling): () => Promise<void> {
  const stop = new AbortController();
  const ended = (async () => {
    let pauseMs = firstPauseMs;
    while (!stop.signal.aborted) {
      await poll();
      if (settled()) pauseMs = everyMs;
      else pauseMs = Math.min(pauseMs * 2, everyMs);
      await pause(pauseMs * (0.8 + 0.2 * Math.random()), stop.signal);
    }
  })();
  return () => {
    stop.abort();
    return ended;
  };
}
