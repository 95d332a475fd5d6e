import { copyBytes } from '../model/bytes.ts';
import type { ByteSpan } from '../model/bytes.ts';

/** Things by the bytes that stand for them: what comes often need not be read every time. */
export interface KnownBytes<T> {
  /** The thing that was learnt for the very same bytes. */
  find(span: ByteSpan): T | undefined;
  /** Keeps a thing, as long as there is room. Its bytes have to be plain ASCII. */
  learn(span: ByteSpan, thing: T): void;
}

/** More things than this do not come often. */
const mostThings = 2_048;
const slots = 4 * mostThings;
const mostBytes = 1 << 20;

/** Nothing is known yet. */
export function knownBytes<T>(): KnownBytes<T> {
  const things: T[] = [];
  const places: number[] = [];
  const lengths: number[] = [];
  /** By hash, the number of a thing and one more; the next slots where another thing has the same. */
  const numbers = new Uint16Array(slots);
  const memory = new DataView(new ArrayBuffer(mostBytes));
  let used = 0;

  /**
   * Compares eight bytes at a time, as floating-point numbers: what is kept is plain ASCII, among which there is neither a zero
   * nor a NaN, so they are equal exactly if their bytes are.
   */
  function isAt({ view, from, to }: ByteSpan, place: number): boolean {
    let at = from;
    let kept = place;
    for (; at + 8 <= to; at += 8, kept += 8)
      if (view.getFloat64(at, true) !== memory.getFloat64(kept, true)) return false;
    for (; at < to; at += 1, kept += 1) if (view.getUint8(at) !== memory.getUint8(kept)) return false;
    return true;
  }

  return {
    find(span) {
      const length = span.to - span.from;
      for (let slot = sketchOf(span) & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
        const number = (numbers[slot] ?? 0) - 1;
        if (number < 0) return undefined;
        if (lengths[number] === length && isAt(span, places[number] ?? 0)) return things[number];
      }
    },
    learn(span, thing) {
      const length = span.to - span.from;
      if (things.length === mostThings || used + length > mostBytes) return;
      let slot = sketchOf(span) & (slots - 1);
      while ((numbers[slot] ?? 0) > 0) slot = (slot + 1) & (slots - 1);
      copyBytes(span, memory, used);
      places.push(used);
      lengths.push(length);
      numbers[slot] = things.push(thing);
      used += length;
    },
  };
}

/** A number that is likely to differ for other bytes, of which a few words are enough: found is only what is the same to the byte. */
function sketchOf({ view, from, to }: ByteSpan): number {
  const length = to - from;
  let sketch = length;
  if (length < 4) {
    for (let at = from; at < to; at += 1) sketch = Math.imul(sketch ^ view.getUint8(at), multiplier);
  } else {
    const step = 1 + (length >> 3);
    for (let at = from; at + 4 <= to; at += step)
      sketch = Math.imul(sketch ^ view.getInt32(at, true), multiplier);
    sketch = Math.imul(sketch ^ view.getInt32(to - 4, true), multiplier);
  }
  return sketch ^ (sketch >>> 15);
}

/** The golden ratio, in 32 bits. */
const multiplier = 0x9e_37_79_b1;
