import type { Environment, FeedEntry, FeedPage } from '../environment/environment.ts';
import type { InProxy } from '../faults/fault.ts';
import { pause } from './pause.ts';
import type { Proof } from './proof.ts';
import type { Stage } from './stage.ts';
import { endsBy, keepStandings } from './standings.ts';
import { messageOf, StopRun } from './stop-run.ts';

/** Follows what the fault proxy says of itself, where it has an event feed; without one it has no say in anything. */
export interface ProxyFeed {
  /**
   * Waits until it has said of everything `put` into it that it is there, or that it is gone, and not longer than a
   * proof may take.
   * @throws the signal's reason once it is aborted
   */
  prove(put: readonly InProxy[], there: boolean, signal: AbortSignal): Promise<Proof>;
  /** Calls `ended` once, as soon as it says that any of it is over; not any more once the signal is aborted. */
  watch(put: readonly InProxy[], ended: (why: string) => void, signal: AbortSignal): void;
  stop(): Promise<void>;
  /** What was wrong with the reading itself, in a sentence; undefined where nothing was. */
  trouble(): string | undefined;
}

/** One request then serves for as long as nothing happens; it is also as long as our proxy waits. */
const waitMs = 20_000;
/** Pause before the feed is asked again after it could not be read. */
const againAfterMs = 250;

const silent: ProxyFeed = {
  prove: () => Promise.resolve({ proved: true, text: '' }),
  watch: () => {},
  stop: () => Promise.resolve(),
  trouble: () => undefined,
};

/**
 * Journals, from now on, what happens on the paths of the drill. What happened before is another's business.
 * @throws StopRun where the feed cannot be read now
 */
export async function followFeed(stage: FeedStage, signal: AbortSignal): Promise<ProxyFeed> {
  const { readEvents } = stage.environment.faultProxy;
  if (readEvents === undefined) return silent;
  try {
    const inTime = AbortSignal.timeout(stage.timing.proofWithinMs);
    const { next } = await readEvents(0, 0, AbortSignal.any([signal, inTime]));
    return follow(stage, readEvents, next);
  } catch (error) {
    signal.throwIfAborted();
    throw new StopRun('failed', `the fault proxy's event feed could not be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** What it needs of a stage. */
type FeedStage = Pick<Stage, 'journal' | 'clock' | 'timing'> & {
  readonly environment: Pick<Environment, 'paths' | 'faultProxy'>;
};

interface Watcher {
  readonly put: readonly InProxy[];
  readonly ended: (why: string) => void;
}

function follow(
  { environment, journal, clock, timing }: FeedStage,
  readEvents: NonNullable<Environment['faultProxy']['readEvents']>,
  from: number,
): ProxyFeed {
  const stopping = new AbortController();
  const ours = new Set(environment.paths.map(({ name }) => name));
  const standings = keepStandings();
  const watchers = new Set<Watcher>();
  /** Called after every page. */
  const looks = new Set<() => void>();
  let failures = 0;
  let lastFailure = '';
  let lost = 0;

  function tellEnd(of: (put: InProxy) => boolean, why: string): void {
    for (const watcher of watchers) {
      if (!watcher.put.some(of)) continue;
      watchers.delete(watcher);
      watcher.ended(why);
    }
  }

  function take(event: FeedEntry): void {
    journal.write({ type: 'proxy', t: clock.now(), ...event });
    standings.take(event);
    const about = event.toxic === undefined ? event.path : `${event.path} ${event.toxic}`;
    tellEnd((put) => endsBy(event, put), `fault proxy: ${event.edge} ${about} (event ${event.id})`);
  }

  function takePage({ events, oldest }: FeedPage, after: number): void {
    if (oldest > after + 1) {
      lost += oldest - after - 1;
      tellEnd(() => true, 'events of the fault proxy were lost: what it did meanwhile is not known');
    }
    for (const event of events) if (ours.has(event.path)) take(event);
    for (const look of looks) look();
  }

  async function read(): Promise<void> {
    const { signal } = stopping;
    let after = from;
    while (!signal.aborted) {
      try {
        const page = await readEvents(after, waitMs, signal);
        takePage(page, after);
        after = page.next;
      } catch (error) {
        if (signal.aborted) return;
        failures++;
        lastFailure = messageOf(error);
        await pause(againAfterMs, signal).catch(() => {});
      }
    }
  }
  const reading = read();

  return {
    prove: async (put, there, signal) => {
      const missing = (): readonly InProxy[] => put.filter((one) => standings.of(one)?.there !== there);
      const said = Promise.withResolvers<void>();
      const look = (): void => {
        if (missing().length === 0) said.resolve();
      };
      const waiting = new AbortController();
      looks.add(look);
      look();
      try {
        const over = pause(timing.proofWithinMs, AbortSignal.any([signal, waiting.signal]));
        await Promise.race([said.promise, over]);
      } finally {
        looks.delete(look);
        waiting.abort();
      }
      const unsaid = missing().map(({ path }) => path);
      if (unsaid.length > 0)
        return {
          proved: false,
          text: `the fault proxy has not said so of ${[...new Set(unsaid)].join(', ')}`,
        };
      return { proved: true, text: eventsInWords(put.map((one) => standings.of(one)?.event)) };
    },
    watch: (put, ended, signal) => {
      if (signal.aborted) return;
      const watcher = { put, ended };
      watchers.add(watcher);
      signal.addEventListener('abort', () => watchers.delete(watcher), { once: true });
    },
    stop: async () => {
      stopping.abort();
      await reading;
    },
    trouble: () => {
      if (lost > 0) return `${lost} events of the fault proxy were lost`;
      return failures > 0
        ? `the fault proxy's event feed could not be read ${failures} times: ${lastFailure}`
        : undefined;
    },
  };
}

function eventsInWords(numbers: readonly (number | undefined)[]): string {
  const events = numbers.filter((event) => event !== undefined).toSorted((a, b) => a - b);
  if (events.length === 0) return '';
  return `fault proxy: ${events.length === 1 ? 'event' : 'events'} ${events.join(', ')}`;
}
