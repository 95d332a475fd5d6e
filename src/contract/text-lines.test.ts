import { assert, nat, property, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, placeOf } from './text-lines.ts';

describe('placeOf', () => {
  const text = stringMatching(/^([ab\n]|\r\n){0,40}$/);

  it('is where an editor would put the cursor', () => {
    assert(
      property(text, nat(40), (yaml, at) => {
        const from = Math.min(at, yaml.length);
        const above = yaml.slice(0, from).split('\n');
        const { line, col } = placeOf(linesOf(yaml), from, from + 1);
        expect(line).toBe(above.length);
        // Between \r and \n there is no place of its own.
        expect(col).toBe((above.at(-1)?.replace('\r', '').length ?? 0) + 1);
      }),
    );
  });

  it('covers one line at most, and one character at least', () => {
    const lines = linesOf('abc\r\nde\n');
    expect(placeOf(lines, 1, 7)).toEqual({ line: 1, col: 2, length: 2 });
    expect(placeOf(lines, 8, 8)).toEqual({ line: 3, col: 1, length: 1 });
  });
});
