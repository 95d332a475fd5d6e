/**
 * A JSON document in the form that OPA hashes, to the letter of Go's `encoding/json`: no white space, the members of
 * an object in the order of their keys' UTF-8 bytes, numbers as they are written (1.0 is not 1), nothing escaped for
 * HTML, U+2028 and U+2029 escaped, and U+FFFD in place of every lone surrogate.
 * @throws SyntaxError when it is no JSON, or nested too deeply to be any good
 */
export function canonicalJson(text: string): string {
  return levelByLevel(() => write(JSON.parse(text, keepNumber)));
}

/**
 * The members of an object, each in canonical form.
 * @returns undefined when the document is no object
 * @throws SyntaxError as `canonicalJson` does
 */
export function canonicalMembers(text: string): ReadonlyMap<string, string> | undefined {
  return levelByLevel(() => {
    const value: unknown = JSON.parse(text, keepNumber);
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof NumberText)
      return undefined;
    return new Map(Object.entries(value).map(([key, member]) => [key, write(member)]));
  });
}

/** Parser and writer go down level by level, and have only so much room. */
function levelByLevel<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof RangeError) throw new SyntaxError('nested too deeply', { cause });
    throw cause;
  }
}

/** A number as it is written. */
class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** @param context holds what a primitive value was read from */
function keepNumber(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  if (context?.source === undefined)
    throw new TypeError('this runtime does not say how a number was written');
  return new NumberText(context.source);
}

function write(value: unknown): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => [Buffer.from(key), key, member] as const);
  const sorted = members.toSorted(([a], [b]) => Buffer.compare(a, b));
  return `{${sorted.map(([, key, member]) => `${quote(key)}:${write(member)}`).join(',')}}`;
}

function quote(text: string): string {
  return JSON.stringify(text.toWellFormed())
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}
