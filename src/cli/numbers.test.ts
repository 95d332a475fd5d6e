import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shard, wholeNumber } from './numbers.ts';

describe('a whole number', () => {
  it('is read within its bounds', () => {
    fc.assert(
      fc.property(fc.nat(1_000), (n) => {
        expect(wholeNumber(0, 1_000)(String(n))).toBe(n);
      }),
    );
  });

  it.for(['-1', '1.5', '1e3', '', ' 1', '0x10', '65'])('is not %j', (text) => {
    expect(() => wholeNumber(1, 64)(text)).toThrow('from 1 to 64');
  });
});

describe('a shard', () => {
  it('is one of n', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.nat(98), (of, below) => {
        const index = (below % of) + 1;
        expect(shard(`${index}/${of}`)).toEqual({ index, of });
      }),
    );
  });

  it.for(['0/4', '5/4', '1', '1/', '/4', '1/0', 'a/b'])('is not %j', (text) => {
    expect(() => shard(text)).toThrow('i/n');
  });
});
