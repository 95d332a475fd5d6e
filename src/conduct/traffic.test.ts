import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../model/event.ts';
import { memoryJournal } from './testing/fake-stage.ts';
import { defaultTiming } from './timing.ts';
import { watchTraffic } from './traffic.ts';

/** Watches until everything has been read. By its clock a reading takes 4 ms, and the next one begins after 250. */
async function watched(...finds: readonly (number | Error)[]): Promise<readonly JournalEvent[]> {
  const { journal, events } = memoryJournal();
  const left = [...finds];
  const allButOne = Promise.withResolvers<void>();
  let looks = 0;
  const watch = watchTraffic({
    journal,
    clock: { now: () => 250 * Math.floor(looks / 2) + 4 * (looks++ % 2) },
    timing: { ...defaultTiming, trafficEveryMs: 0 },
    environment: {
      countRequests: async () => {
        const found = left.shift();
        if (left.length === 1) allButOne.resolve();
        if (typeof found !== 'number') throw found ?? new Error('nothing is left to read');
        return found;
      },
    },
  });
  await allButOne.promise;
  // The last one is read by the stop.
  await watch.stop();
  expect(left).toEqual([]);
  return events;
}

const span = { type: 'traffic', dependency: 'policy-service' };

describe('counted traffic', () => {
  it('is told in spans that certainly hold all that is counted in them, and leave no moment out', async () => {
    expect(await watched(10, 12, 12, 19)).toEqual([
      { ...span, from: 0, to: 254, requests: 2 },
      { ...span, from: 250, to: 504, requests: 0 },
      { ...span, from: 500, to: 754, requests: 7 },
    ]);
  });

  it('is told of the longer time where a reading fails', async () => {
    // Nobody looks at the clock after a reading that failed.
    expect(await watched(10, new Error('stands still'), 15, 15)).toMatchObject([
      { ...span, from: 0, requests: 5 },
      { ...span, requests: 0 },
    ]);
  });

  it('is not known across a count that began anew', async () => {
    expect(await watched(10, 3, 5)).toEqual([{ ...span, from: 250, to: 504, requests: 2 }]);
  });

  it('is not told of where nobody counts', async () => {
    const { journal, events } = memoryJournal();
    const clock = { now: () => 0 };
    await watchTraffic({ journal, clock, timing: defaultTiming, environment: {} }).stop();
    expect(events).toEqual([]);
  });
});
