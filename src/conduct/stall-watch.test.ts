import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StallEvent } from '../model/event.ts';
import { watchEventLoop } from './stall-watch.ts';

let time = 0;
beforeEach(() => {
  time = 0;
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

describe('the watch on our own event loop', () => {
  it('says from when to when it was held up, and for how long', () => {
    const stalls = watched();
    tick(10);
    tick(29);
    tick(10);
    tick(130);
    expect(stalls).toEqual([{ type: 'stall', from: 49, to: 179, source: 'harness', stalledMs: 120 }]);
  });

  it('counts a hold-up of exactly the threshold', () => {
    const stalls = watched();
    tick(30);
    expect(stalls).toMatchObject([{ from: 0, to: 30, stalledMs: 20 }]);
  });
});

function watched(): readonly StallEvent[] {
  const stalls: StallEvent[] = [];
  watchEventLoop(
    () => time,
    20,
    (stall) => stalls.push(stall),
  );
  return stalls;
}

/** One tick of the timer, which comes so many milliseconds after the one before. */
function tick(afterMs: number): void {
  time += afterMs;
  vi.advanceTimersByTime(10);
}
