/** Things of which there are few and that come often, each kept once and known by its number. */
export interface InternTable<T> {
  /** Number of the thing, counted from 0 in the order in which they first came. */
  codeOf(thing: T): number;
  at(code: number): T | undefined;
}

/** @param keyOf a text that is the same for two things exactly if they are the same */
export function internTable<T>(keyOf: (thing: T) => string): InternTable<T> {
  const things: T[] = [];
  const codes = new Map<string, number>();
  return {
    codeOf(thing) {
      const key = keyOf(thing);
      const known = codes.get(key);
      if (known !== undefined) return known;
      codes.set(key, things.length);
      return things.push(thing) - 1;
    },
    at: (code) => things[code],
  };
}
