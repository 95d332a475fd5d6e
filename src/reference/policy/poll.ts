import { pause } from '../service/pause.ts';

/**
 * What became of a poll: `settled` until the next is due; `again` at once, because whoever was asked has held back its
 * answer and will do so again; `failed`, so that the next follows quickly.
 */
export type PollOutcome = 'settled' | 'again' | 'failed';

/** What to do again and again, and how often. */
interface Polling {
  /** Longest pause between two polls, in milliseconds. */
  readonly everyMs: number;
  /** Must not throw. */
  readonly poll: () => Promise<PollOutcome>;
}

/** Pause after a failed poll; doubles up to the cap, so that a service that is back is noticed soon and is not flooded. */
const firstPauseMs = 50;
const longestPauseMs = 200;

/**
 * Polls until it is stopped. Pauses are spread over the last fifth of what they may last, so that replicas that were
 * started together do not ask together for ever.
 * @returns stops polling, and resolves when the poll under way has ended
 */
export function startPolling({ everyMs, poll }: Polling): () => Promise<void> {
  const stop = new AbortController();
  const ended = (async () => {
    let failures = 0;
    while (!stop.signal.aborted) {
      const outcome = await poll();
      failures = outcome === 'failed' ? failures + 1 : 0;
      const pauseMs = outcome === 'again' ? 0 : pauseAfter(failures, everyMs);
      await pause(pauseMs * (0.8 + 0.2 * Math.random()), stop.signal);
    }
  })();
  return () => {
    stop.abort();
    return ended;
  };
}

function pauseAfter(failures: number, everyMs: number): number {
  if (failures === 0) return everyMs;
  return Math.min(everyMs, firstPauseMs * 2 ** (failures - 1), longestPauseMs);
}
