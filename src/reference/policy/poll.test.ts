import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPolling, type PollOutcome } from './poll.ts';

/** Counts polls, which succeed or fail as the test says. */
function polling(everyMs: number) {
  const state = { polls: 0, succeed: false };
  const stop = startPolling({
    everyMs,
    async poll() {
      state.polls++;
      return state.succeed ? 'settled' : 'failed';
    },
  });
  return { state, stop };
}

describe('polling', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  it('polls at once, then never more and hardly less often than it is told', async () => {
    const { state, stop } = polling(1_000);
    state.succeed = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.polls).toBeGreaterThanOrEqual(11);
    expect(state.polls).toBeLessThanOrEqual(13);
    await stop();
  });

  it('is quicker while polls fail, though never in a rush, and at ease again once one succeeds', async () => {
    const { state, stop } = polling(1_000);
    await vi.advanceTimersByTimeAsync(200);
    expect(state.polls).toBeGreaterThanOrEqual(3);
    await vi.advanceTimersByTimeAsync(9_800);
    expect(state.polls).toBeGreaterThanOrEqual(48);
    expect(state.polls).toBeLessThanOrEqual(65);
    state.succeed = true;
    await vi.advanceTimersByTimeAsync(200);
    const before = state.polls;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.polls - before).toBeLessThanOrEqual(13);
    await stop();
  });

  it('never polls less often for having failed', async () => {
    const { state, stop } = polling(20);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.polls).toBeGreaterThanOrEqual(50);
    await stop();
  });

  it('polls again at once where the answer was held back', async () => {
    let answers = 0;
    const heldBack = (): Promise<PollOutcome> =>
      new Promise((resolve) => setTimeout(() => resolve(answers++ < 3 ? 'again' : 'settled'), 500));
    let polls = 0;
    const stop = startPolling({ everyMs: 10_000, poll: () => (polls++, heldBack()) });
    await vi.advanceTimersByTimeAsync(2_100);
    expect([polls, answers]).toEqual([4, 4]);
    await stop();
  });

  it('polls no more once it is stopped, and waits for the poll under way', async () => {
    const poll = Promise.withResolvers<PollOutcome>();
    let polls = 0;
    const stop = startPolling({ everyMs: 10, poll: () => (polls++, poll.promise) });
    let stopped = false;
    const stopping = stop().then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect([polls, stopped]).toEqual([1, false]);
    poll.resolve('settled');
    await stopping;
    expect([polls, stopped]).toEqual([1, true]);
  });
});
