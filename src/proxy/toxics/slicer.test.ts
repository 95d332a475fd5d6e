import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeFlow } from '../testing/fake-flow.ts';
import { stageOf } from '../testing/stage-of.ts';
import { cuts, slicer } from './slicer.ts';

describe('slicer', () => {
  it('cuts into pieces that grow to the whole, none of them empty or too large', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (size, average, share, numbers) => {
          const variation = Math.floor(average * share);
          const ends = cuts(size, average, variation, () => numbers.next().value ?? 0.5);
          const pieces = ends.map((end, index) => end - (ends[index - 1] ?? 0));
          expect(ends.at(-1)).toBe(size);
          expect(Math.min(...pieces)).toBeGreaterThan(0);
          expect(Math.max(...pieces)).toBeLessThanOrEqual(average + variation);
        },
      ),
    );
  });

  it('ends although every draw is the worst', () => {
    expect(cuts(1_000, 1, 1, () => 0).at(-1)).toBe(1_000);
  });

  it('passes the same bytes on', () => {
    const flow = fakeFlow(0.1, 0.7, 0.3);
    const { stage } = stageOf(slicer, { average_size: 5, size_variation: 2 }, flow);
    stage.chunk(Buffer.from('abcdefghijklmnopqrstuvwxyz'), 0);
    expect(flow.passed.length).toBeGreaterThan(2);
    expect(flow.passed.map(({ text }) => text).join('')).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(flow.held()).toBe(0);
  });

  it('lets others have a turn between so many pieces', async () => {
    const flow = fakeFlow();
    const { stage } = stageOf(slicer, { average_size: 1 }, flow);
    stage.chunk(Buffer.alloc(1_000, 'x'), 0);
    stage.end();
    expect(flow.passed.length).toBeLessThan(1_000);
    await expect.poll(() => flow.endings).toEqual(['end']);
    expect(flow.passed).toHaveLength(1_000);
  });

  it.each([
    [{ average_size: 0 }, 'average_size must be at least 1, not 0'],
    [{ average_size: 10, size_variation: -1 }, 'size_variation must be at least 0, not -1'],
    [{ average_size: 10, size_variation: 11 }, 'size_variation must not be larger than average_size'],
  ])('refuses %j, which kills the original', (attributes, problem) => {
    expect(slicer.settings().merge(new Map(Object.entries(attributes)))).toBe(problem);
  });
});
