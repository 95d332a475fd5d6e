import { overlaps, within } from '../../model/time.ts';
import type { Interval } from '../../model/time.ts';

/** When something that an answer depends on is broken: where it certainly is, and where it may be. */
export interface Outage {
  /** Disjoint, in order. */
  readonly certain: readonly Interval[];
  readonly possible: readonly Interval[];
}

/** Whether it may be broken at some moment of the interval: one shared moment, an edge included, is enough. */
export function mayBeOut(outage: Outage, during: Interval): boolean {
  return outage.possible.some((span) => overlaps(span, during));
}

/** Whether it is certainly broken at every moment of the interval. */
export function mustBeOut(outage: Outage, during: Interval): boolean {
  return outage.certain.some((span) => within(during, span));
}

/** Joins spans that touch, so that two faults in a row make one outage that began with the first. */
export function joined(spans: readonly Interval[]): readonly Interval[] {
  const all: Interval[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && span.from <= last.to)
      all[all.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else if (span.from <= span.to) all.push(span);
  }
  return all;
}

/** The spans with so much taken off their beginning; what becomes empty is left out. */
export function startingLater(spans: readonly Interval[], byMs: number): readonly Interval[] {
  return spans
    .map((span) => ({ from: span.from + byMs, to: span.to }))
    .filter((span) => span.from <= span.to);
}

/** Whether one of the ordered, disjoint spans touches the interval. */
export function touchesOne(spans: readonly Interval[], during: Interval): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.to ?? Infinity) < during.from) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.from <= during.to;
}
