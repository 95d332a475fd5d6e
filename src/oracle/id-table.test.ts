import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idTable } from './id-table.ts';

const id = fc.oneof(
  fc.uuid(),
  fc.constantFrom('', 'd-1', 'd-2', '\ufeffd', '\ud800', '\ud801', 'ü', 'x'.repeat(255), 'x'.repeat(256)),
  fc.string({ maxLength: 300 }),
);

describe('the table of ids', () => {
  it('gives every id one number, and its text back', () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 200 }), (texts) => {
        const table = idTable();
        const known = new Map<string, number>();
        for (const text of texts) {
          const number = table.numberOf(text);
          expect(number).toBe(known.get(text) ?? known.size);
          known.set(text, number);
        }
        for (const [text, number] of known) expect(table.textOf(number)).toBe(text);
      }),
    );
  });

  it('knows the same id by its bytes', () => {
    const table = idTable();
    const bytes = new TextEncoder().encode('..d-12345..');
    const span = { view: new DataView(bytes.buffer), from: 2, to: 9 };
    expect(table.numberOf('d-12345')).toBe(table.numberOf(span));
    expect(table.numberOf({ ...span, to: 8 })).toBe(1);
  });

  it('keeps many more than it has room for at first', () => {
    const table = idTable();
    const texts = Array.from({ length: 30_000 }, (_, nth) => `${nth}-${'y'.repeat(nth % 90)}`);
    expect(texts.map((text) => table.numberOf(text))).toEqual([...texts.keys()]);
    expect(texts.every((text, number) => table.numberOf(text) === number)).toBe(true);
    expect(texts.every((text, number) => table.textOf(number) === text)).toBe(true);
  });
});
