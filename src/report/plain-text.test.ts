import { array, assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine, plainText } from './plain-text.ts';

describe('plainText', () => {
  it.each([
    ['a terminal escape', '\u001b[31mred', '\\u001b[31mred'],
    ['a null', 'a\u0000b', 'a\\u0000b'],
    ['a right-to-left override', 'abc\u202egpj', 'abc\\u202egpj'],
    ['a C1 control', '\u009b31m', '\\u009b31m'],
    ['a carriage return', 'a\rb', 'a\\u000db'],
    ['half a surrogate pair', '\ud800', '\ufffd'],
  ])('writes out %s', (_what, text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  it('leaves ordinary text of any script alone', () => {
    expect(plainText('Größe → 3 s, 表, عربي 👍\n\tx')).toBe('Größe → 3 s, 表, عربي 👍\n\tx');
  });

  it('leaves nothing that moves a cursor, whatever comes in', () => {
    const moves = /(?![\t\n])\p{Cc}|\p{Bidi_Control}/u;
    const texts = array(nat(0xff_ff)).map((codes) => String.fromCharCode(...codes));
    assert(property(texts, (text) => !moves.test(plainText(text))));
  });
});

describe('oneLine', () => {
  it('puts a text on one line', () => {
    expect(oneLine(' a\n  b\tc ')).toBe('a b c');
  });
});
