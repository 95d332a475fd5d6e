import { appendFile } from 'node:fs/promises';
import type { Lifetime } from '../service/run-service.ts';
import { monotonicMs } from './monotonic.ts';
import type { DecisionWitnessed, SwapWitnessed, WitnessEvent } from './witness-event.ts';

/** What one point says of itself; when, and whose it is, comes with it. */
export interface Testimony {
  /** It has happened just now. */
  note(what: Bare<SwapWitnessed> | Bare<DecisionWitnessed>): void;
}

type Bare<Event extends WitnessEvent> = Omit<Event, 'at' | 'point'>;

const flushEveryMs = 100;

/**
 * Opens the testimony of one point. What it is told is written down later, so that no decision is held up by it. If it
 * cannot be written the process ends: half a truth is none.
 * @param file JSON lines are appended to it
 */
export function openTestimony(file: string, point: string, lifetime: Lifetime): Testimony {
  let waiting: WitnessEvent[] = [];
  let writing = Promise.resolve();

  async function flush(): Promise<void> {
    if (waiting.length === 0) return writing;
    const lines = waiting.map((event) => `${JSON.stringify(event)}\n`).join('');
    waiting = [];
    writing = writing.then(() => appendFile(file, lines));
    return writing;
  }

  const timer = setInterval(() => void flush(), flushEveryMs);
  lifetime.onStop(() => {
    clearInterval(timer);
    return flush();
  });
  return { note: (what) => void waiting.push({ ...what, at: monotonicMs(), point }) };
}
