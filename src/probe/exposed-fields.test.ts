import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposedFields } from './exposed-fields.ts';

const hide = ['/rows/*/iban', '/rows/*/amount'];

describe('exposed fields', () => {
  it('names the first readable field of each pattern', () => {
    const rows = [{ iban: '[redacted]', amount: null }, { iban: 'DE02', amount: 0 }, { iban: 'DE03' }];
    expect(exposedFields({ rows }, hide)).toEqual(['/rows/1/iban', '/rows/1/amount']);
  });

  it('takes absent, null and the placeholder for hidden, and nothing else', () => {
    for (const value of [undefined, null, '[redacted]'])
      expect(exposedFields({ a: value }, ['/a'])).toEqual([]);
    for (const value of ['', 0, false, {}, [], 'redacted'])
      expect(exposedFields({ a: value }, ['/a'])).toEqual(['/a']);
  });

  it('walks members of objects with * too, and escaped names', () => {
    expect(exposedFields({ by: { 'a/b': { 'm~n': 1 } } }, ['/by/*/m~0n'])).toEqual(['/by/a~1b/m~0n']);
  });

  it('finds nothing in a body that is no structure', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), (body) => {
        expect(exposedFields(body, hide)).toEqual([]);
      }),
    );
  });

  it('finds a readable field in whichever row it is', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), (before, after) => {
        const hidden = { iban: '[redacted]', amount: '[redacted]' };
        const rows = [
          ...Array.from({ length: before }, () => hidden),
          { ...hidden, iban: 'DE02' },
          ...Array.from({ length: after }, () => hidden),
        ];
        expect(exposedFields({ rows }, hide)).toEqual([`/rows/${before}/iban`]);
      }),
    );
  });
});
