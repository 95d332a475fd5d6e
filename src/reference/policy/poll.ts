import { pause } from '../service/pause.ts';

/** What to do again and again, and how often. */
interface Polling {
  /** Longest pause between two polls, in milliseconds. */
  readonly everyMs: number;
  /** Tells whether it got what it asked for; until it does again, polls follow each other quickly. Must not throw. */
  readonly poll: () => Promise<boolean>;
}

/** Pause after a failed poll; doubles up to the cap, so that a service that is back is noticed soon and is not flooded. */
const firstPauseMs = 50;
const longestPauseMs = 200;

/**
 * Polls until it is stopped. Pauses are spread over the last fifth of `everyMs`, so that replicas that were
 * started together do not ask together for ever.
 * @returns stops polling, and resolves when the poll under way has ended
 */
export function startPolling({ everyMs, poll }: Polling): () => Promise<void> {
  const stop = new AbortController();
  const ended = (async () => {
    let failures = 0;
    while (!stop.signal.aborted) {
      failures = (await poll()) ? 0 : failures + 1;
      const pauseMs = failures === 0 ? everyMs : Math.min(everyMs, pauseAfter(failures));
      await pause(pauseMs * (0.8 + 0.2 * Math.random()), stop.signal);
    }
  })();
  return () => {
    stop.abort();
    return ended;
  };
}

function pauseAfter(failures: number): number {
  return Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
}
