/** A seeded source of chance for tests: the same seed always makes the same journal. */
export interface Chance {
  /** Between 0 and 1. */
  unit(): number;
  between(from: number, to: number): number;
  /** True in this share of the calls. */
  happens(share: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** Mulberry32: small, fast, good enough to shake a test. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    unit,
    between: (from, to) => from + unit() * (to - from),
    happens: (share) => unit() < share,
    pick: (items) => items[Math.floor(unit() * items.length)] ?? items[0],
  };
}
