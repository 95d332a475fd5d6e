import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeFlow } from '../testing/fake-flow.ts';
import { stageOf } from '../testing/stage-of.ts';
import { latency } from './latency.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 }));
afterEach(() => void vi.useRealTimers());

const chunk = (text: string): [Buffer, number] => [Buffer.from(text), performance.now()];

describe('latency', () => {
  it('passes every chunk on after its own delay', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(latency, { latency: 100 }, flow);
    stage.chunk(...chunk('a'));
    vi.advanceTimersByTime(40);
    stage.chunk(...chunk('b'));
    vi.advanceTimersByTime(59);
    expect(flow.passed).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(flow.passed).toEqual([
      { text: 'a', at: 100 },
      { text: 'b', at: 140 },
    ]);
  });

  it('varies by the jitter to either side and keeps the order', () => {
    const flow = fakeFlow(0.9, 0.1);
    const { stage } = stageOf(latency, { latency: 100, jitter: 50 }, flow);
    stage.chunk(...chunk('late'));
    stage.chunk(...chunk('early'));
    vi.advanceTimersByTime(1_000);
    expect(flow.passed.map(({ text }) => text)).toEqual(['late', 'early']);
    expect(flow.passed.map(({ at }) => at)).toEqual([140, 140]);
  });

  it('does not delay where the latency is negative', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(latency, { latency: -5 }, flow);
    stage.chunk(...chunk('a'));
    expect(flow.passed).toEqual([{ text: 'a', at: 0 }]);
  });

  it('sends the chunk under way at once when it is changed, and those behind it by the new delay', () => {
    const flow = fakeFlow();
    const { stage, settings } = stageOf(latency, { latency: 1_000 }, flow);
    stage.chunk(...chunk('a'));
    stage.chunk(...chunk('b'));
    vi.advanceTimersByTime(100);
    settings.merge(new Map([['latency', 300]]));
    stage.changed?.();
    vi.advanceTimersByTime(1_000);
    expect(flow.passed).toEqual([
      { text: 'a', at: 100 },
      { text: 'b', at: 300 },
    ]);
  });

  it('lets everything go when it is removed, the end included, and holds nothing after', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(latency, { latency: 300 }, flow);
    stage.chunk(...chunk('a'));
    stage.chunk(...chunk('b'));
    stage.end();
    expect(flow.held()).toBe(2);
    expect(flow.endings).toEqual([]);
    stage.remove();
    expect(flow.passed.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(flow.endings).toEqual(['end']);
    expect(flow.held()).toBe(0);
  });

  it('delays the end until what was held is out', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(latency, { latency: 50 }, flow);
    stage.chunk(...chunk('a'));
    stage.end();
    vi.advanceTimersByTime(49);
    expect(flow.endings).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(flow.endings).toEqual(['end']);
  });
});
