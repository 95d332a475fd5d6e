/** A number in [0, 1), drawn anew at each call. */
export type Random = () => number;

/**
 * A reproducible stream of random numbers for one use: the same seed and the same key give the same numbers,
 * and another key gives numbers that have nothing to do with them. (FNV-1a mixes seed and key, mulberry32 draws.)
 * @param key what the numbers are for, such as `redis/17/latency_downstream`
 */
export function seededRandom(seed: number, key: string): Random {
  let state = hash(`${seed}\n${key}`);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
