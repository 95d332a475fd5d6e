/** A closed span of monotonic milliseconds since the journal's start. `to` may be `Infinity` for "not over yet". */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a duration such as `250ms`, `1.5s`, `5m`, `1h` or `0`.
 * @returns milliseconds, or `undefined` where the text is no duration
 */
export function parseDurationMs(text: string): number | undefined {
  if (text === '0') return 0;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (match === null) return undefined;
  const unitMs = unitsMs[match[2] ?? ''];
  // To the microsecond: 1.005 * 1000 is not 1005.
  return unitMs === undefined ? undefined : Math.round(Number(match[1]) * unitMs * 1_000) / 1_000;
}

/** Writes milliseconds for a reader: `250 ms`, `3 s`, `1.25 s`, `15 min`. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return '∞';
  if (ms < 1_000) return `${trim(ms, ms < 10 ? 1 : 0)} ms`;
  if (ms < 120_000) return `${trim(ms / 1_000, 2)} s`;
  return `${trim(ms / 60_000, 1)} min`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** Whether two closed intervals share a moment. */
export function overlaps(a: Interval, b: Interval): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** Whether `inner` lies wholly within `outer`. */
export function within(inner: Interval, outer: Interval): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

/** Milliseconds to the microsecond: what is finer than that is noise, and makes a journal twice as long. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
