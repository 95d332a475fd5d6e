import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { playOpenLoop } from './open-loop.ts';
import { openLoopSchedule } from './schedule.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function play(ratePerSecond: number): {
  readonly seen: number[];
  readonly loop: ReturnType<typeof playOpenLoop>;
} {
  const seen: number[] = [];
  const loop = playOpenLoop({
    schedule: openLoopSchedule({ seed: 1, cells: 1, replicas: ['r0'], ratePerSecond }),
    now: () => performance.now(),
    startAt: performance.now(),
    onDue: ({ id }) => seen.push(id),
  });
  return { seen, loop };
}

describe('playing a schedule', () => {
  it('sends each arrival when it is due', () => {
    const { seen, loop } = play(100);
    expect(seen).toEqual([0]);
    vi.advanceTimersByTime(30);
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(loop.due()).toBe(4);
    loop.stop();
  });

  it('makes up at once for what was missed while the event loop stood still', () => {
    const { seen, loop } = play(100);
    // Time goes on and no timer fires, as when something blocks the event loop.
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 95);
    vi.advanceTimersByTime(10);
    clock.mockRestore();
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    loop.stop();
  });

  it('sends several that fall into one tick of the timer', () => {
    const { seen, loop } = play(5_000);
    vi.advanceTimersByTime(2);
    expect(seen).toHaveLength(11);
    loop.stop();
  });

  it('sends what is due at the end, so that nothing is asked for in vain', () => {
    const { seen, loop } = play(100);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 25);
    loop.stop();
    clock.mockRestore();
    expect(seen).toEqual([0, 1, 2]);
    expect(loop.due()).toBe(3);
  });

  it('goes over to another rate at once', () => {
    const { seen, loop } = play(100);
    vi.advanceTimersByTime(25);
    loop.changeRate(1_000);
    // Half of the way to the next one is left, at ten times the speed.
    vi.advanceTimersByTime(1);
    expect(seen).toEqual([0, 1, 2, 3]);
    vi.advanceTimersByTime(5);
    expect(seen).toHaveLength(9);
    loop.changeRate(1);
    vi.advanceTimersByTime(400);
    expect(seen).toHaveLength(9);
    loop.stop();
    loop.changeRate(1_000);
    vi.advanceTimersByTime(100);
    expect(seen).toHaveLength(9);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sends nothing more once it is stopped, and keeps its count', () => {
    const { seen, loop } = play(100);
    loop.stop();
    vi.advanceTimersByTime(1_000);
    expect(seen).toEqual([0]);
    expect(loop.due()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
