import type { ByteSpan } from '../model/bytes.ts';
import { knownBytes } from './known-bytes.ts';

/**
 * Reads JSON from bytes, as far as a journal's writer makes use of it: no white space, no escapes, plain ASCII, numbers without
 * exponents. Every read moves on past what it has read; where something else stands there, the scanner `gaveUp` and what
 * it returned means nothing.
 */
export interface ByteScanner {
  /** What is read from now on. */
  over(bytes: Buffer): void;
  /** Begins at a position. */
  from(position: number): void;
  /** Where it has come to. */
  position(): number;
  gaveUp(): boolean;
  /** Whether this stands here; only then is it read. */
  takes(expected: Literal): boolean;
  /** A number that is not negative, of at most 15 digits: such ones `JSON.parse` reads to the very same bits. */
  number(): number;
  /** The same, and whole. */
  count(): number;
  /** A string that comes often: made once. */
  text(): string;
  /** A string that hardly comes twice: where it stands, good until the next one is read. */
  unique(): ByteSpan;
  /** An array of strings that come often. */
  texts(): readonly string[];
  /** All up to the end of the line, which is left where it is: good until the next one is read. */
  restOfLine(): ByteSpan;
}

/** Bytes to be found as they are: words of four bytes, the last of which may overlap the one before it, or single bytes. */
export interface Literal {
  readonly length: number;
  readonly words: readonly number[];
  readonly bytes: Buffer;
}

/** What is to be found, of plain ASCII. */
export function literal(text: string): Literal {
  const bytes = Buffer.from(text, 'latin1');
  const whole = Math.ceil(bytes.length / 4);
  const words =
    bytes.length < 4
      ? []
      : Array.from({ length: whole }, (_, word) => bytes.readInt32LE(Math.min(word * 4, bytes.length - 4)));
  return { length: bytes.length, words, bytes };
}

const [quote, comma, dot, zero, nine, opening, backslash, closing, lineFeed] = [
  0x22, 0x2c, 0x2e, 0x30, 0x39, 0x5b, 0x5c, 0x5d, 0x0a,
];
const mostDigits = 15;
/** Digits of a number that fits into 32 bits, whatever they are. */
const intDigits = 9;
const powersOfTen = Float64Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);
const noTexts: readonly string[] = [];

/** A scanner that has to be told what to read and where to begin. */
export function byteScanner(): ByteScanner {
  const known = knownBytes<string>();
  const span: { -readonly [field in keyof ByteSpan]: ByteSpan[field] } = {
    view: new DataView(new ArrayBuffer(0)),
    from: 0,
    to: 0,
  };
  let bytes: Buffer = Buffer.alloc(0);
  let view = span.view;
  let at = 0;
  let failed = false;

  function fail(): 0 {
    failed = true;
    return 0;
  }

  function takes({ length, words, bytes: single }: Literal): boolean {
    if (at + length > bytes.length) return false;
    let here = at;
    if (words.length === 0) {
      for (let index = 0; index < length; index += 1) if (bytes[at + index] !== single[index]) return false;
    } else {
      const last = words.length - 1;
      for (let word = 0; word < last; word += 1, here += 4)
        if (view.getInt32(here, true) !== words[word]) return false;
      if (view.getInt32(at + length - 4, true) !== words[last]) return false;
    }
    at += length;
    return true;
  }

  function number(): number {
    const source = bytes;
    const begun = at;
    let here = at;
    // As far as it fits, in whole numbers: they are a good deal faster.
    let whole = 0;
    let byte = source[here] ?? 0;
    while (byte >= zero && byte <= nine && here - begun < intDigits) {
      whole = (whole * 10 + (byte - zero)) | 0;
      byte = source[++here] ?? 0;
    }
    let value = whole;
    while (byte >= zero && byte <= nine) {
      value = value * 10 + (byte - zero);
      byte = source[++here] ?? 0;
    }
    at = here;
    const digits = here - begun;
    if (digits === 0 || digits > mostDigits || (digits > 1 && source[begun] === zero)) return fail();
    if (byte !== dot) return value;
    let fraction = 0;
    byte = source[++here] ?? 0;
    const point = here;
    while (byte >= zero && byte <= nine && here - point < intDigits) {
      fraction = (fraction * 10 + (byte - zero)) | 0;
      byte = source[++here] ?? 0;
    }
    at = here;
    const places = here - point;
    const more = byte >= zero && byte <= nine;
    if (places === 0 || more || digits + places > mostDigits) return fail();
    const power = powersOfTen[places] ?? NaN;
    return (value * power + fraction) / power;
  }

  /** Marks the string that begins here with its quote, and goes on past it. */
  function string(): ByteSpan {
    const source = bytes;
    let end = at + 1;
    span.from = end;
    span.to = end;
    if (source[at] !== quote) fail();
    let byte = source[end] ?? 0;
    while (byte !== quote) {
      if (byte < 0x20 || byte > 0x7e || byte === backslash) {
        fail();
        return span;
      }
      byte = source[++end] ?? 0;
    }
    span.to = end;
    at = end + 1;
    return span;
  }

  function text(): string {
    const where = string();
    if (failed) return '';
    const found = known.find(where);
    if (found !== undefined) return found;
    const made = bytes.toString('latin1', where.from, where.to);
    known.learn(where, made);
    return made;
  }

  return {
    over(source) {
      bytes = source;
      view = new DataView(source.buffer, source.byteOffset, source.length);
      span.view = view;
    },
    from(position) {
      at = position;
      failed = false;
    },
    position: () => at,
    gaveUp: () => failed,
    takes,
    number,
    count() {
      const value = number();
      return Number.isInteger(value) ? value : fail();
    },
    text,
    unique: string,
    texts() {
      if (bytes[at] !== opening) fail();
      at += 1;
      if (bytes[at] === closing) {
        at += 1;
        return noTexts;
      }
      const all: string[] = [];
      while (!failed) {
        all.push(text());
        const byte = bytes[at];
        at += 1;
        if (byte === closing) break;
        if (byte !== comma) fail();
      }
      return all;
    },
    restOfLine() {
      const end = bytes.indexOf(lineFeed, at);
      span.from = at;
      span.to = end < 0 ? bytes.length : end;
      return span;
    },
  };
}
