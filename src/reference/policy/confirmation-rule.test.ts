import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleOnConfirmation, type Confirmation } from './confirmation-rule.ts';

const confirmation: fc.Arbitrary<Confirmation> = fc.record({
  etag: fc.constantFrom('"a"', '"b"'),
  revision: fc.constantFrom(1, 2),
  at: fc.integer({ min: 0, max: 20 }),
});

describe('the confirmation rule', () => {
  it('counts each confirmation once, in the order they were signed, and only of the bundle at hand', () => {
    fc.assert(
      fc.property(fc.array(confirmation), (arrivals) => {
        let lastAt: number | undefined;
        const counted: number[] = [];
        for (const said of arrivals) {
          const ruling = ruleOnConfirmation(said, { etag: '"a"', revision: 1, lastAt });
          const ofThis = said.etag === '"a"' && said.revision === 1;
          expect(ruling === 'of-another').toBe(!ofThis);
          if (ruling !== 'confirmed') continue;
          lastAt = said.at;
          counted.push(said.at);
        }
        expect(counted).toEqual([...new Set(counted)].toSorted((a, b) => a - b));
      }),
    );
  });

  it('does not count what a frozen cache repeats', () => {
    const said = { etag: '"a"', revision: 1, at: 5 };
    expect(ruleOnConfirmation(said, { etag: '"a"', revision: 1, lastAt: undefined })).toBe('confirmed');
    expect(ruleOnConfirmation(said, { etag: '"a"', revision: 1, lastAt: 5 })).toBe('repeated');
  });
});
