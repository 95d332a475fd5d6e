/** A source of 32-bit unsigned integers. */
export type Random = () => number;

/**
 * A small seeded generator (splitmix32: a Weyl sequence through the 32-bit finalizer of MurmurHash3), so that a
 * seed gives the same schedule on every machine and every version of Node.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix32(state);
  };
}

/** Spreads every bit of a 32-bit integer over all of them. */
export function mix32(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** The integers 0 … n-1 in a random order (Fisher-Yates). */
export function shuffled(n: number, random: Random): readonly number[] {
  const order = Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last--) {
    const pick = Math.floor((random() / 2 ** 32) * (last + 1));
    const held = order[last] ?? 0;
    order[last] = order[pick] ?? 0;
    order[pick] = held;
  }
  return order;
}
