import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPolling } from './poll.ts';

/** Counts polls; settled once the test says so. */
function polling(everyMs: number) {
  const state = { polls: 0, settled: false };
  const stop = startPolling({
    everyMs,
    settled: () => state.settled,
    poll: async () => void state.polls++,
  });
  return { state, stop };
}

describe('polling', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  it('polls at once, then never more and hardly less often than it is told', async () => {
    const { state, stop } = polling(1_000);
    state.settled = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.polls).toBeGreaterThanOrEqual(11);
    expect(state.polls).toBeLessThanOrEqual(13);
    await stop();
  });

  it('is quicker, though ever less so, until the first poll that matters has succeeded', async () => {
    const { state, stop } = polling(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.polls).toBeGreaterThanOrEqual(4);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.polls).toBeLessThanOrEqual(18);
    await stop();
  });

  it('polls no more once it is stopped, and waits for the poll under way', async () => {
    const poll = Promise.withResolvers<void>();
    let polls = 0;
    const stop = startPolling({ everyMs: 10, settled: () => true, poll: () => (polls++, poll.promise) });
    let stopped = false;
    const stopping = stop().then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect([polls, stopped]).toEqual([1, false]);
    poll.resolve();
    await stopping;
    expect([polls, stopped]).toEqual([1, true]);
  });
});
