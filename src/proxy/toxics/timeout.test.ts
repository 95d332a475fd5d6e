import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeFlow } from '../testing/fake-flow.ts';
import { stageOf } from '../testing/stage-of.ts';
import { timeout } from './timeout.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 }));
afterEach(() => void vi.useRealTimers());

describe('timeout', () => {
  it('begins to count anew with every chunk, so that steady traffic is never closed', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(timeout, { timeout: 100 }, flow);
    for (let at = 0; at < 1_000; at += 90) {
      stage.chunk(Buffer.from('x'), at);
      vi.advanceTimersByTime(90);
    }
    expect(flow.endings).toEqual([]);
    vi.advanceTimersByTime(10);
    expect(flow.endings).toEqual(['close']);
    expect(flow.passed).toEqual([]);
  });

  it('counts anew when it is changed', () => {
    const flow = fakeFlow();
    const { stage, settings } = stageOf(timeout, { timeout: 0 }, flow);
    vi.advanceTimersByTime(1_000);
    settings.merge(new Map([['timeout', 50]]));
    stage.changed?.();
    vi.advanceTimersByTime(49);
    expect(flow.endings).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(flow.endings).toEqual(['close']);
  });
});
