/**
 * Writes JSON the way Go does by default: `<`, `>`, `&` and the two line separators are escaped.
 */
export function encodeGoJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'string' ? item.toWellFormed() : item,
  ).replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => String.raw`\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A 32-bit float as the shortest number that reads back to it, the way Go prints it: 0.2 and not 0.20000000298. */
export function shortestFloat32(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}
