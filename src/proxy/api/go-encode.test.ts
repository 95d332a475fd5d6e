import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeGoJson, shortestFloat32 } from './go-encode.ts';

describe('encodeGoJson', () => {
  it('escapes what Go escapes', () => {
    expect(encodeGoJson({ '<a&b>': '\u2028"\ud800' })).toBe(
      String.raw`{"\u003ca\u0026b\u003e":"\u2028\"` + '\ufffd"}',
    );
  });

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(encodeGoJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('shortestFloat32', () => {
  it.each([0, 1, 0.2, 0.12345679, 1e-7, 0.000001])('prints %d', (value) => {
    expect(shortestFloat32(Math.fround(value))).toBe(value);
  });

  it('reads back to the same float', () => {
    fc.assert(
      fc.property(fc.float({ min: 0, max: 1, noNaN: true }), (value) => {
        expect(Math.fround(shortestFloat32(value))).toBe(value);
      }),
    );
  });
});
