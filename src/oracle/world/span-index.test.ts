import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlaps } from '../../model/time.ts';
import { spanIndex } from './span-index.ts';

const span = fc
  .record({ from: fc.integer({ min: 0, max: 100 }), lasts: fc.integer({ min: 0, max: 30 }) })
  .map(({ from, lasts }) => ({ from, to: from + lasts }));

describe('an index of spans', () => {
  it('finds exactly those that touch the interval, in order', () => {
    fc.assert(
      fc.property(fc.array(span), span, (spans, during) => {
        const expected = spans.filter((one) => overlaps(one, during)).toSorted((a, b) => a.from - b.from);
        expect(spanIndex(spans)(during)).toEqual(expected);
      }),
    );
  });
});
