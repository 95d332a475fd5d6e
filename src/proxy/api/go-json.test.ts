import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GoSyntaxError, parseGoJson, type GoValue } from './go-json.ts';

function plain(value: GoValue): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'number':
      return Number(value.literal);
    case 'array':
      return value.items.map(plain);
    case 'object':
      return Object.fromEntries(value.entries.map(([key, item]) => [key, plain(item)]));
    case 'bool':
    case 'string':
    default:
      return value.value;
  }
}

function outcome(parse: () => unknown): 'taken' | 'syntax error' | 'another error' {
  try {
    parse();
    return 'taken';
  } catch (error) {
    return error instanceof GoSyntaxError || error instanceof SyntaxError ? 'syntax error' : 'another error';
  }
}

describe('parseGoJson', () => {
  it('reads whatever JSON.stringify writes, also with space around and junk behind', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), fc.string(), (value, indent, junk) => {
        const text = JSON.stringify(value, null, indent);
        const behind = /^[\d.eE+-]/.test(junk) ? ` ${junk}` : junk;
        expect(plain(parseGoJson(` \n${text}${behind}`))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('takes whatever JSON.parse takes, and fails with an error of its own', () => {
    const unit = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      'n',
      'true',
      'u00',
      '-',
      '0.1',
      'e',
      ' ',
      '\u0001',
      'é',
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const own = outcome(() => parseGoJson(text));
        expect(own).not.toBe('another error');
        // Only junk behind a value is taken here and refused there.
        expect(own === 'syntax error' && outcome(() => JSON.parse(text)) === 'taken').toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['', 'EOF'],
    ['  ', 'EOF'],
    ['{', 'unexpected EOF'],
    ['"abc', 'unexpected EOF'],
    ['hello', "invalid character 'h' looking for beginning of value"],
    ["'a'", String.raw`invalid character '\'' looking for beginning of value`],
    ['{name:1}', "invalid character 'n' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 2}', "invalid character '2' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['trux', "invalid character 'x' in literal true (expecting 'e')"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    [String.raw`"\x"`, "invalid character 'x' in string escape code"],
    [String.raw`"\u12g4"`, String.raw`invalid character 'g' in \u hexadecimal character escape`],
    ['"\u0001"', String.raw`invalid character '\x01' in string literal`],
  ])('says what Go says of %j', (text, problem) => {
    expect(() => parseGoJson(text)).toThrow(problem);
  });

  it('gives up on what is nested too deep', () => {
    expect(() => parseGoJson('['.repeat(100_000))).toThrow('exceeded max depth');
  });

  it('keeps numbers as they are written, keys in order and twice', () => {
    expect(parseGoJson('{"a":1.0,"b":1e3,"a":-0}')).toEqual({
      kind: 'object',
      entries: [
        ['a', { kind: 'number', literal: '1.0' }],
        ['b', { kind: 'number', literal: '1e3' }],
        ['a', { kind: 'number', literal: '-0' }],
      ],
    });
  });

  it('puts a replacement character in the place of half a pair', () => {
    expect(parseGoJson(String.raw`"\ud800x"`)).toEqual({ kind: 'string', value: '\ufffdx' });
  });
});
