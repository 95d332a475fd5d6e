import { copyBytes, hashOf, stands } from '../model/bytes.ts';
import type { ByteSpan } from '../model/bytes.ts';

/**
 * The ids of a journal's decisions, each kept once and known by its number. A long journal has millions of them, so they are
 * kept as bytes outside of the garbage collector's sight, and made a text again only where a reader is to see them.
 */
export interface IdTable {
  /** Number of the id, counted from 0 in the order in which they first came. */
  numberOf(id: ByteSpan | string): number;
  textOf(number: number): string;
}

const blockBytes = 1 << 20;
const recentIds = 1 << 13;
/** Longer ones, which nobody makes, are kept as they are; the length of the others fits into a byte. */
const longestBytes = 255;

/** A table without ids. */
export function idTable(): IdTable {
  const blocks: DataView[] = [];
  /** Bytes of the last block that are taken. */
  let used = blockBytes;
  let length = 0;
  /** By number: where the id's length and then its bytes are, and its hash. */
  let places = new Float64Array(1_024);
  let hashes = new Int32Array(1_024);
  /** By hash, the number of an id and one more; the next slots where another one has the same. */
  let slots = new Uint32Array(4_096);
  /** The same for the last few, small enough to be at hand: a record follows soon after its decision. */
  const recent = new Uint32Array(recentIds);
  const odd = new Map<string, number>();
  const oddTexts = new Map<number, string>();

  function numberOfBytes(id: ByteSpan): number {
    const hash = hashOf(id);
    const last = recent[hash & (recentIds - 1)] ?? 0;
    if (last > 0 && hashes[last - 1] === hash && isAt(id, last - 1)) return last - 1;
    const number = lookedUp(id, hash);
    recent[hash & (recentIds - 1)] = number + 1;
    return number;
  }

  function lookedUp(id: ByteSpan, hash: number): number {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let number = slots[slot] ?? 0; number > 0; number = slots[slot] ?? 0) {
      if (hashes[number - 1] === hash && isAt(id, number - 1)) return number - 1;
      slot = (slot + 1) & mask;
    }
    const number = added(hash, placed(id));
    slots[slot] = number + 1;
    if (length > 0.7 * slots.length) widen();
    return number;
  }

  function isAt(id: ByteSpan, number: number): boolean {
    const place = places[number] ?? 0;
    const nth = Math.floor(place / blockBytes);
    const block = blocks[nth];
    const at = place - nth * blockBytes;
    return block?.getUint8(at) === id.to - id.from && stands(id, block, at + 1);
  }

  /** Keeps the bytes. */
  function placed(id: ByteSpan): number {
    const needed = id.to - id.from + 1;
    if (used + needed > blockBytes) {
      blocks.push(new DataView(new ArrayBuffer(blockBytes)));
      used = 0;
    }
    const at = used;
    const block = blocks[blocks.length - 1];
    block?.setUint8(at, needed - 1);
    if (block !== undefined) copyBytes(id, block, at + 1);
    used += needed;
    return (blocks.length - 1) * blockBytes + at;
  }

  function added(hash: number, place: number): number {
    if (length === places.length) {
      const [placesSoFar, hashesSoFar] = [places, hashes];
      places = new Float64Array(2 * length);
      places.set(placesSoFar);
      hashes = new Int32Array(2 * length);
      hashes.set(hashesSoFar);
    }
    places[length] = place;
    hashes[length] = hash;
    length += 1;
    return length - 1;
  }

  /** Enough of the slots are empty, or looking for one would take long. */
  function widen(): void {
    slots = new Uint32Array(2 * slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < length; number += 1) {
      if (oddTexts.has(number)) continue;
      let slot = (hashes[number] ?? 0) & mask;
      while ((slots[slot] ?? 0) > 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
  }

  function numberOfText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    const id = { view: new DataView(bytes.buffer), from: 0, to: bytes.length };
    if (bytes.length <= longestBytes && text.isWellFormed()) return numberOfBytes(id);
    const known = odd.get(text);
    if (known !== undefined) return known;
    const number = added(0, 0);
    odd.set(text, number);
    oddTexts.set(number, text);
    return number;
  }

  return {
    numberOf(id) {
      if (typeof id === 'string') return numberOfText(id);
      return id.to - id.from <= longestBytes ? numberOfBytes(id) : numberOfText(textIn(id));
    },
    textOf(number) {
      const known = oddTexts.get(number);
      if (known !== undefined) return known;
      const place = places[number] ?? 0;
      const view = blocks[Math.floor(place / blockBytes)];
      const from = (place % blockBytes) + 1;
      return view === undefined ? '' : textIn({ view, from, to: from + view.getUint8(from - 1) });
    },
  };
}

function textIn({ view, from, to }: ByteSpan): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    new Uint8Array(view.buffer, view.byteOffset + from, to - from),
  );
}
