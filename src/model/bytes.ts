/** Some bytes in a larger piece of memory. They are what they are only until whoever reads goes on. */
export interface ByteSpan {
  readonly view: DataView;
  readonly from: number;
  readonly to: number;
}

/** A number of 32 bits that is likely to differ for other bytes. */
export function hashOf({ view, from, to }: ByteSpan): number {
  let hash = to - from;
  let at = from;
  // Four bytes at a time: whatever is asked for every line of a long journal has to be cheap.
  for (; at + 4 <= to; at += 4) hash = mixed(hash, view.getInt32(at, true));
  for (; at < to; at += 1) hash = mixed(hash, view.getUint8(at));
  return hash ^ (hash >>> 15);
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e_37_79_b1);
  return (product << 13) | (product >>> 19);
}

/** Whether a span's bytes stand in another piece of memory from a position on. */
export function stands({ view, from, to }: ByteSpan, within: DataView, at: number): boolean {
  const ahead = at - from;
  let each = from;
  for (; each + 4 <= to; each += 4)
    if (view.getInt32(each, true) !== within.getInt32(each + ahead, true)) return false;
  for (; each < to; each += 1) if (view.getUint8(each) !== within.getUint8(each + ahead)) return false;
  return true;
}

/** Copies a span's bytes to a position in another piece of memory, which has room for them. */
export function copyBytes({ view, from, to }: ByteSpan, into: DataView, at: number): void {
  const ahead = at - from;
  let each = from;
  for (; each + 4 <= to; each += 4) into.setInt32(each + ahead, view.getInt32(each, true), true);
  for (; each < to; each += 1) into.setUint8(each + ahead, view.getUint8(each));
}
