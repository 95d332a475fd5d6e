import type { Environment } from '../environment/environment.ts';
import type { Dependency } from '../model/fault.ts';
import { pause } from './pause.ts';
import type { Stage } from './stage.ts';

/** Whose traffic is counted: where a storm of requests would do harm. */
const counted: Dependency = 'policy-service';

/** One reading of the count. */
interface Reading {
  readonly before: number;
  readonly after: number;
  readonly count: number;
}

/** What it needs of a stage. */
type TrafficStage = Pick<Stage, 'journal' | 'clock' | 'timing'> & {
  readonly environment: Pick<Environment, 'countRequests'>;
};

/** Journals how much of the application's traffic reaches the policy service, where that can tell. */
export function watchTraffic({ environment, journal, clock, timing }: TrafficStage): {
  /** Resolves once the last span is journalled. */
  stop(): Promise<void>;
} {
  const { countRequests } = environment;
  if (countRequests === undefined) return { stop: () => Promise.resolve() };
  const stopping = new AbortController();

  async function read(signal: AbortSignal): Promise<Reading | undefined> {
    const before = clock.now();
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(timing.trafficWithinMs)]);
    try {
      const count = await countRequests?.(counted, inTime);
      return count === undefined ? undefined : { before, after: clock.now(), count };
    } catch {
      // It does not answer: the next one that is answered tells of the longer time.
      return undefined;
    }
  }

  function tell(last: Reading | undefined, next: Reading | undefined): Reading | undefined {
    if (next === undefined) return last;
    // A count that went back began anew: what it was in between is not known.
    if (last !== undefined && next.count >= last.count) {
      const requests = next.count - last.count;
      journal.write({ type: 'traffic', dependency: counted, from: last.before, to: next.after, requests });
    }
    return next;
  }

  async function watch(): Promise<void> {
    const { signal } = stopping;
    let last: Reading | undefined;
    try {
      for (;;) {
        last = tell(last, await read(signal));
        await pause(timing.trafficEveryMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    tell(last, await read(new AbortController().signal));
  }
  const watching = watch();
  // Whoever stops it hears of a failure.
  watching.catch(() => {});

  return {
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}
