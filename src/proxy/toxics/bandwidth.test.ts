import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeFlow } from '../testing/fake-flow.ts';
import { stageOf } from '../testing/stage-of.ts';
import { bandwidth } from './bandwidth.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 }));
afterEach(() => void vi.useRealTimers());

const bytes = (size: number): [Buffer, number] => [Buffer.alloc(size, 'x'), performance.now()];
const sizes = ({ passed }: ReturnType<typeof fakeFlow>): unknown =>
  passed.map(({ text, at }) => [text.length, Math.round(at)]);

describe('bandwidth', () => {
  it('takes as long for a chunk as the rate says', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(bandwidth, { rate: 10 }, flow);
    stage.chunk(...bytes(500));
    stage.chunk(...bytes(300));
    vi.advanceTimersByTime(1_000);
    expect(sizes(flow)).toEqual([
      [500, 50],
      [300, 80],
    ]);
  });

  it('cuts what takes longer than 100 ms', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(bandwidth, { rate: 10 }, flow);
    stage.chunk(...bytes(2_500));
    stage.end();
    vi.advanceTimersByTime(1_000);
    expect(sizes(flow)).toEqual([
      [1_000, 100],
      [1_000, 200],
      [500, 250],
    ]);
    expect(flow.endings).toEqual(['end']);
  });

  it('does not save up time in which nothing came', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(bandwidth, { rate: 10 }, flow);
    stage.chunk(...bytes(100));
    vi.advanceTimersByTime(500);
    stage.chunk(...bytes(100));
    vi.advanceTimersByTime(100);
    expect(sizes(flow)).toEqual([
      [100, 10],
      [100, 510],
    ]);
  });

  it('lets nothing through at rate 0, until that is changed', () => {
    const flow = fakeFlow();
    const { stage, settings } = stageOf(bandwidth, { rate: 0 }, flow);
    stage.chunk(...bytes(100));
    vi.advanceTimersByTime(60_000);
    expect(flow.passed).toEqual([]);
    settings.merge(new Map([['rate', 10]]));
    stage.changed?.();
    vi.advanceTimersByTime(10);
    expect(sizes(flow)).toEqual([[100, 60_010]]);
  });

  it('lets everything go at once when it is removed', () => {
    const flow = fakeFlow();
    const { stage } = stageOf(bandwidth, { rate: 1 }, flow);
    stage.chunk(...bytes(1_000));
    stage.chunk(...bytes(1));
    stage.end();
    vi.advanceTimersByTime(150);
    stage.remove();
    expect(sizes(flow)).toEqual([
      [100, 100],
      [100, 150],
      [800, 150],
      [1, 150],
    ]);
    expect(flow.endings).toEqual(['end']);
    expect(flow.held()).toBe(0);
  });

  it('refuses a negative rate, which kills the original', () => {
    expect(bandwidth.settings().merge(new Map([['rate', -1]]))).toBe('rate must be at least 0, not -1');
  });
});
