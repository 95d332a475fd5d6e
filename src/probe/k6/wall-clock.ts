import type { Interval } from '../../model/time.ts';

/** Tells where in the journal's time a moment of the wall clock was. */
export interface WallClock {
  /** Compares the two clocks; to be called every now and then, since the wall clock is set and slewed. */
  compare(): void;
  /** When it was on the journal's clock, as an interval that certainly contains it. @param wallMs whole milliseconds, rounded down */
  at(wallMs: number): Interval;
}

/** One comparison: the wall clock was ahead of the journal's by something between the two. */
interface Comparison {
  readonly wallMs: number;
  readonly least: number;
  readonly most: number;
}

/** As many comparisons as are kept: what is older is nobody's neighbour any more. */
const mostKept = 1_024;

/**
 * Compares the wall clock with the journal's. A moment is placed by the comparisons around it: its uncertainty is that the wall clock
 * tells whole milliseconds, what passed between the readings of the two, and what the wall clock was moved by meanwhile.
 */
export function compareClocks(now: () => number, wall: () => number = Date.now): WallClock {
  const comparisons: Comparison[] = [];

  function compare(): void {
    const before = now();
    const wallMs = wall();
    const after = now();
    comparisons.push({ wallMs, least: wallMs - after, most: wallMs + 1 - before });
    if (comparisons.length > mostKept) comparisons.shift();
  }
  compare();

  return {
    compare,
    at: (wallMs) => {
      const last = comparisons.findLastIndex((one) => one.wallMs <= wallMs);
      // The one before and the one after it, where there are both.
      const around = comparisons.slice(Math.max(0, last), last + 2);
      const least = Math.min(...around.map((one) => one.least));
      const most = Math.max(...around.map((one) => one.most));
      return { from: wallMs - most, to: wallMs + 1 - least };
    },
  };
}
