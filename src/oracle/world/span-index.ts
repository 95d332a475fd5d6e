import { overlaps } from '../../model/time.ts';
import type { Interval } from '../../model/time.ts';

/**
 * Finds those of many spans that share a moment with an interval without looking at all the others.
 * @returns the lookup; it gives spans in order of their beginning
 */
export function spanIndex<S extends Interval>(spans: readonly S[]): (during: Interval) => readonly S[] {
  const ordered = spans.toSorted((a, b) => a.from - b.from);
  const longestMs = ordered.reduce((longest, { from, to }) => Math.max(longest, to - from), 0);
  return (during) => {
    // None that began earlier can have lasted until then.
    let low = 0;
    let high = ordered.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ordered[middle]?.from ?? Infinity) < during.from - longestMs) low = middle + 1;
      else high = middle;
    }
    const found: S[] = [];
    for (let index = low; index < ordered.length; index += 1) {
      const span = ordered[index];
      if (span === undefined || span.from > during.to) break;
      if (overlaps(span, during)) found.push(span);
    }
    return found;
  };
}
