import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from './nearest-name.ts';

describe('editDistance', () => {
  it('counts insertions, deletions, replacements and swaps of neighbours', () => {
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('policy', 'polcy')).toBe(1);
    expect(editDistance('titel', 'title')).toBe(1);
    expect(editDistance('cache', 'degrade')).toBe(6);
  });

  it('is symmetric, zero only for equal words, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('nearestName', () => {
  it('names what was probably meant', () => {
    expect(nearestName('replica', ['phases', 'replicas'])).toBe('replicas');
    expect(nearestName('invoice:raed', ['invoice:list', 'invoice:read'])).toBe('invoice:read');
    expect(nearestName('get', ['GET', 'POST'])).toBe('GET');
  });

  it('says nothing rather than something far-fetched', () => {
    expect(nearestName('frobnicate', ['phases', 'replicas'])).toBeUndefined();
    expect(nearestName('x', [])).toBeUndefined();
  });
});
