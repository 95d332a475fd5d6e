/**
 * A JSON value as Go's decoder sees it: numbers stay literals (`1.0` is no integer there) and objects keep
 * their keys in order, duplicates included.
 */
export type GoValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly literal: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly GoValue[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: GoValue])[] };

/** The body is no JSON; the message is what Go's `encoding/json` says. */
export class GoSyntaxError extends Error {
  override readonly name = 'GoSyntaxError';
}

/** Go stops at 10 000, for which the stack of JavaScript is not deep enough. */
const deepest = 1_000;

/**
 * Reads the first JSON value of a text and ignores what follows it, as `json.Decoder` does.
 * @throws GoSyntaxError with Go's words, such as `EOF` for an empty text
 */
export function parseGoJson(text: string): GoValue {
  const scanner = new Scanner(text);
  scanner.skipSpace();
  if (scanner.atEnd()) throw new GoSyntaxError('EOF');
  return scanner.value(0);
}

class Scanner {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  skipSpace(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }

  value(depth: number): GoValue {
    if (depth > deepest) throw new GoSyntaxError('exceeded max depth');
    this.skipSpace();
    const first = this.#peek();
    switch (first) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return { kind: 'string', value: this.#string() };
      case 't':
        return this.#literal('true', { kind: 'bool', value: true });
      case 'f':
        return this.#literal('false', { kind: 'bool', value: false });
      case 'n':
        return this.#literal('null', { kind: 'null' });
      default:
        if (first === '-' || isDigit(first)) return this.#number();
        throw this.#invalid('looking for beginning of value');
    }
  }

  #object(depth: number): GoValue {
    const entries: [string, GoValue][] = [];
    this.#at += 1;
    this.skipSpace();
    if (this.#peek() === '}') {
      this.#at += 1;
      return { kind: 'object', entries };
    }
    for (;;) {
      this.skipSpace();
      if (this.#peek() !== '"') throw this.#invalid('looking for beginning of object key string');
      const key = this.#string();
      this.skipSpace();
      if (this.#peek() !== ':') throw this.#invalid('after object key');
      this.#at += 1;
      entries.push([key, this.value(depth + 1)]);
      this.skipSpace();
      const next = this.#peek();
      if (next !== ',' && next !== '}') throw this.#invalid('after object key:value pair');
      this.#at += 1;
      if (next === '}') return { kind: 'object', entries };
    }
  }

  #array(depth: number): GoValue {
    const items: GoValue[] = [];
    this.#at += 1;
    this.skipSpace();
    if (this.#peek() === ']') {
      this.#at += 1;
      return { kind: 'array', items };
    }
    for (;;) {
      items.push(this.value(depth + 1));
      this.skipSpace();
      const next = this.#peek();
      if (next !== ',' && next !== ']') throw this.#invalid('after array element');
      this.#at += 1;
      if (next === ']') return { kind: 'array', items };
    }
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      const char = this.#peek();
      if (char === '"') break;
      if (char < ' ') throw this.#invalid('in string literal');
      this.#at += 1;
      if (char === '\\') this.#escape();
    }
    this.#at += 1;
    const parsed: unknown = JSON.parse(this.#text.slice(start, this.#at));
    // Half of a surrogate pair is not a character; Go puts U+FFFD in its place.
    return String(parsed).toWellFormed();
  }

  #escape(): void {
    const kind = this.#peek();
    if (!'"\\/bfnrtu'.includes(kind)) throw this.#invalid('in string escape code');
    this.#at += 1;
    if (kind !== 'u') return;
    for (let digit = 0; digit < 4; digit += 1) {
      if (!/^[\da-fA-F]$/.test(this.#peek())) throw this.#invalid('in \\u hexadecimal character escape');
      this.#at += 1;
    }
  }

  #literal(word: string, value: GoValue): GoValue {
    this.#at += 1;
    for (const expected of word.slice(1)) {
      if (this.#peek() !== expected) throw this.#invalid(`in literal ${word} (expecting '${expected}')`);
      this.#at += 1;
    }
    return value;
  }

  #number(): GoValue {
    const start = this.#at;
    if (this.#text[this.#at] === '-') {
      this.#at += 1;
      if (!isDigit(this.#peek())) throw this.#invalid('in numeric literal');
    }
    if (this.#text[this.#at] === '0') this.#at += 1;
    else this.#digits();
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      if (!isDigit(this.#peek())) throw this.#invalid('after decimal point in numeric literal');
      this.#digits();
    }
    if (this.#text[this.#at] === 'e' || this.#text[this.#at] === 'E') {
      this.#at += 1;
      if (this.#peek() === '+' || this.#peek() === '-') this.#at += 1;
      if (!isDigit(this.#peek())) throw this.#invalid('in exponent of numeric literal');
      this.#digits();
    }
    return { kind: 'number', literal: this.#text.slice(start, this.#at) };
  }

  #digits(): void {
    while (isDigit(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #peek(): string {
    const char = this.#text[this.#at];
    if (char === undefined) throw new GoSyntaxError('unexpected EOF');
    return char;
  }

  #invalid(context: string): GoSyntaxError {
    const char = this.#text[this.#at] ?? '';
    return new GoSyntaxError(`invalid character ${quote(char)} ${context}`);
  }
}

/** Space, tab, line feed, carriage return. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9' && char.length === 1;
}

/** A character as Go's error texts show it. */
function quote(char: string): string {
  if (char === "'") return String.raw`'\''`;
  if (char === '"') return `'"'`;
  const text = JSON.stringify(char).slice(1, -1);
  return `'${text.startsWith(String.raw`\u00`) ? String.raw`\x${text.slice(4)}` : text}'`;
}
