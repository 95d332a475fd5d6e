/**
 * Reads JSON from bytes, as far as a journal's writer makes use of it: no white space, no escapes, plain ASCII, numbers without
 * exponents. Every read moves on past what it has read; where something else stands there, the scanner `gaveUp` and what
 * it returned means nothing.
 */
export interface ByteScanner {
  /** Begins at a position. */
  from(bytes: Buffer, position: number): void;
  /** Where it has come to. */
  position(): number;
  gaveUp(): boolean;
  /** Whether these bytes stand here; only then are they read. */
  takes(expected: Uint8Array): boolean;
  /** A number that is not negative, of at most 15 digits: such ones `JSON.parse` reads to the very same bits. */
  number(): number;
  /** The same, and whole. */
  count(): number;
  /** A string that comes often: made once. */
  text(): string;
  /** A string that hardly comes twice. */
  unique(): string;
  /** An array of strings that come often. */
  texts(): readonly string[];
}

const [quote, comma, dot, zero, nine, opening, backslash, closing] = [
  0x22, 0x2c, 0x2e, 0x30, 0x39, 0x5b, 0x5c, 0x5d,
];
const mostDigits = 15;
const powersOfTen = Float64Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);
const noTexts: readonly string[] = [];

/** A scanner that has to be told where to begin. */
export function byteScanner(): ByteScanner {
  const known = knownTexts();
  let bytes: Buffer = Buffer.alloc(0);
  let at = 0;
  let failed = false;

  function fail(): 0 {
    failed = true;
    return 0;
  }

  function number(): number {
    const begun = at;
    let value = 0;
    let byte = bytes[at] ?? 0;
    while (byte >= zero && byte <= nine) {
      value = value * 10 + (byte - zero);
      byte = bytes[++at] ?? 0;
    }
    const whole = at - begun;
    if (whole === 0 || (whole > 1 && bytes[begun] === zero)) return fail();
    if (byte !== dot) return whole > mostDigits ? fail() : value;
    byte = bytes[++at] ?? 0;
    while (byte >= zero && byte <= nine) {
      value = value * 10 + (byte - zero);
      byte = bytes[++at] ?? 0;
    }
    const fraction = at - begun - whole - 1;
    if (fraction === 0 || whole + fraction > mostDigits) return fail();
    return value / (powersOfTen[fraction] ?? NaN);
  }

  /** @returns the end of the string that begins here with its quote, which is left behind */
  function stringEnd(): number {
    let end = at + 1;
    if (bytes[at] !== quote) return fail();
    let byte = bytes[end] ?? 0;
    while (byte !== quote) {
      if (byte < 0x20 || byte > 0x7e || byte === backslash) return fail();
      byte = bytes[++end] ?? 0;
    }
    return end;
  }

  function text(): string {
    const end = stringEnd();
    if (failed) return '';
    const found = known(bytes, at + 1, end);
    at = end + 1;
    return found;
  }

  return {
    from(source, position) {
      bytes = source;
      at = position;
      failed = false;
    },
    position: () => at,
    gaveUp: () => failed,
    takes(expected) {
      for (let index = 0; index < expected.length; index += 1)
        if (bytes[at + index] !== expected[index]) return false;
      at += expected.length;
      return true;
    },
    number,
    count() {
      const value = number();
      return Number.isInteger(value) ? value : fail();
    },
    text,
    unique() {
      const end = stringEnd();
      if (failed) return '';
      const found = bytes.toString('latin1', at + 1, end);
      at = end + 1;
      return found;
    },
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
  };
}

/** Strings by their bytes, each made once as long as no other takes its slot. */
function knownTexts(): (bytes: Buffer, from: number, to: number) => string {
  const slots: string[] = Array.from({ length: 1_024 }, () => '');
  return (bytes, from, to) => {
    const length = to - from;
    const mixed =
      length * 31 + (bytes[from] ?? 0) * 7 + (bytes[to - 1] ?? 0) * 13 + (bytes[(from + to) >> 1] ?? 0) * 5;
    const slot = mixed % slots.length;
    const known = slots[slot] ?? '';
    let same = known.length === length ? 0 : -1;
    while (same >= 0 && same < length) same = known.charCodeAt(same) === bytes[from + same] ? same + 1 : -1;
    if (same === length) return known;
    const made = bytes.toString('latin1', from, to);
    slots[slot] = made;
    return made;
  };
}
