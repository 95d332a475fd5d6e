import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalMembers } from './canonical-json.ts';

describe('canonical JSON', () => {
  it.each([
    ['white space', ' { "a" : [ 1 , true ,null ] }\n', '{"a":[1,true,null]}'],
    ['the order of keys', '{"b":1,"a":{"d":1,"c":2},"10":0,"9":0}', '{"10":0,"9":0,"a":{"c":2,"d":1},"b":1}'],
    ['numbers as they are written', '[1.0,1e3,1E+3,-0,0.10,123456789012345678901234567890,1e400]', undefined],
    ['nothing escaped for HTML', String.raw`"\u003cb\u003e&"`, '"<b>&"'],
    ['U+2028 and U+2029 escaped', '"\u2028\u2029é😀"', String.raw`"\u2028\u2029é😀"`],
    [
      'short escapes',
      String.raw`"\u0008\u000c\u000a\u000d\u0009\u0001\u007f\/"`,
      String.raw`"\b\f\n\r\t\u0001` + '\u007f/"',
    ],
    [
      'lone surrogates',
      String.raw`["\ud800","\udc00x","\ud800A","\ud83d\ude00"]`,
      '["\ufffd","\ufffdx","\ufffdA","😀"]',
    ],
    ['the last of two equal keys', '{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    [
      'keys that are special to JavaScript',
      '{"b":0,"__proto__":{"x":1},"constructor":2}',
      '{"__proto__":{"x":1},"b":0,"constructor":2}',
    ],
  ])('has %s', (_, text, canonical = text) => {
    expect(canonicalJson(text)).toBe(canonical);
  });

  it('orders keys by their UTF-8 bytes, not by UTF-16 units', () => {
    expect(canonicalJson('{"\u{1f600}":1,"\uff5e":2,"z":3}')).toBe('{"z":3,"\uff5e":2,"\u{1f600}":1}');
  });

  it.each(['', '{', '{"a":1}x', "{'a':1}", '[1,]', '01', 'NaN', '\ufeff{}', '['.repeat(100_000)])(
    'is there for no text such as %#',
    (text) => {
      expect(() => canonicalJson(text)).toThrow(SyntaxError);
    },
  );

  it('means what the document means, and is the canonical form of itself', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const canonical = canonicalJson(text);
        expect(canonicalJson(canonical)).toBe(canonical);
        expect(JSON.parse(canonical)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is the same for every way to lay a document out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
        expect(canonicalJson(JSON.stringify(value, null, indent))).toBe(canonicalJson(JSON.stringify(value)));
      }),
    );
  });

  it('can be had member by member', () => {
    expect(canonicalMembers('{ "a": { "y": 1.0, "x": 2 }, "b": [] }')).toEqual(
      new Map([
        ['a', '{"x":2,"y":1.0}'],
        ['b', '[]'],
      ]),
    );
    for (const text of ['[]', 'null', '1', '"a"']) expect(canonicalMembers(text)).toBeUndefined();
  });
});
