import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Focus } from './focus.ts';
import { focusOn } from './focus.ts';
import { playOpenLoop } from './open-loop.ts';
import { openLoopSchedule } from './schedule.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function play(ratePerSecond: number): {
  readonly seen: number[];
  /** When what a focus asked was to be sent. */
  readonly turns: number[];
  /** When everything was to be sent, in order of sending. */
  readonly intended: number[];
  readonly loop: ReturnType<typeof playOpenLoop>;
} {
  const seen: number[] = [];
  const turns: number[] = [];
  const intended: number[] = [];
  const startAt = performance.now();
  const loop = playOpenLoop({
    schedule: openLoopSchedule({ seed: 1, cells: 1, replicas: ['r0'], ratePerSecond }),
    now: () => performance.now(),
    startAt,
    isIn: () => true,
    onDue: ({ id, atMs }) => {
      seen.push(id);
      intended.push(startAt + atMs);
    },
    onTurn: ({ atMs }) => {
      turns.push(atMs);
      intended.push(atMs);
    },
  });
  return { seen, turns, intended, loop };
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

describe('a focus on top of a schedule', () => {
  const series = [
    { cell: 0, replica: 'r0' },
    { cell: 1, replica: 'r0' },
  ];

  function answeredAtOnce(): Focus {
    const focus = focusOn({ series, perSecond: 200, fromMs: performance.now() });
    return {
      ...focus,
      take: (turn) => {
        focus.take(turn);
        focus.ended(turn);
      },
    };
  }

  it('is played between the arrivals, in order of intended time', () => {
    const { seen, turns, intended, loop } = play(30);
    loop.focus(answeredAtOnce());
    vi.advanceTimersByTime(90);
    expect(seen).toEqual([0, 1, 2]);
    expect(turns).toHaveLength(19);
    expect(intended).toEqual(intended.toSorted((a, b) => a - b));
    loop.stop();
  });

  it('makes up for next to nothing after a stand-still; the schedule makes up for all', () => {
    const { seen, turns, loop } = play(100);
    loop.focus(answeredAtOnce());
    vi.advanceTimersByTime(10);
    expect([seen.length, turns.length]).toEqual([2, 3]);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + 75);
    vi.advanceTimersByTime(10);
    expect([seen.length, turns.length]).toEqual([9, 6]);
    clock.mockRestore();
    loop.stop();
  });

  it('ends when it is replaced, and nothing is left to wake up for', () => {
    const { turns, loop } = play(10);
    loop.focus(answeredAtOnce());
    vi.advanceTimersByTime(20);
    loop.focus(undefined);
    vi.advanceTimersByTime(50);
    expect(turns).toHaveLength(5);
    loop.stop();
    loop.focus(answeredAtOnce());
    loop.lookAgain();
    expect(vi.getTimerCount()).toBe(0);
    expect(turns).toHaveLength(5);
  });
});
