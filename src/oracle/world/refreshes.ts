import type { Interval } from '../../model/time.ts';
import type { DecisionSet } from '../answer-set.ts';

/** A remote answer that a replica may have put in its cache. */
export interface Refresh {
  /** Contains the moment at which the answer reached the replica. */
  readonly arrived: Interval;
  /** What it may have decided: one decision where the caller saw it, more where the caller stopped waiting. */
  readonly decisions: DecisionSet;
  /** Policy revision it was made under, where the application says. */
  readonly revision: number | undefined;
  /** The caller saw it, so it certainly reached the replica. */
  readonly certain: boolean;
}

/** All refreshes of one cache entry (a replica's subject, action and resource). */
export interface Refreshes {
  /**
   * Those of which any may be the newest at a moment of the interval. Left out is what has not been asked for yet and
   * what another one certainly replaced.
   */
  candidates(during: Interval): readonly Refresh[];
  /** Whether the entry certainly had been filled before the interval began. */
  filledBefore(during: Interval): boolean;
}

/** Nothing was ever cached. */
export const noRefreshes: Refreshes = { candidates: () => [], filledBefore: () => false };

/** When a replica lost what it remembered. */
export interface Forgetting {
  /** By when it certainly had: what was asked before is gone for whoever asks afterwards. */
  readonly certain: readonly number[];
  /** When it may have. */
  readonly possible: readonly number[];
}

const nothingForgotten: Forgetting = { certain: [], possible: [] };

/** The refreshes of one entry. */
export function refreshesOf(all: readonly Refresh[], forgetting = nothingForgotten): Refreshes {
  const entry = cacheEntry();
  for (const one of all) entry.add(one);
  return entry.refreshes(forgetting);
}

/** One cache entry, whose refreshes are taken in one by one. */
export interface CacheEntry {
  add(refresh: Refresh): void;
  /** @param forgetting when the replica ended, or was started again */
  refreshes(forgetting: Forgetting): Refreshes;
}

/** An entry that nothing was put into; since it may be refreshed a million times, it keeps columns of numbers. */
export function cacheEntry(): CacheEntry {
  const from: number[] = [];
  const to: number[] = [];
  const decisions: DecisionSet[] = [];
  const revisions: (number | undefined)[] = [];
  const certain: boolean[] = [];
  return {
    add(one) {
      from.push(one.arrived.from);
      to.push(one.arrived.to);
      decisions.push(one.decisions);
      revisions.push(one.revision);
      certain.push(one.certain);
    },
    refreshes(forgetting) {
      const order = Uint32Array.from(from.keys()).toSorted((a, b) => (to[a] ?? 0) - (to[b] ?? 0) || a - b);
      const at = (index: number): Refresh => {
        const each = order[index] ?? -1;
        return {
          arrived: { from: from[each] ?? 0, to: to[each] ?? 0 },
          decisions: decisions[each] ?? 0,
          revision: revisions[each],
          certain: certain[each] ?? false,
        };
      };
      return inOrder(order.length, at, forgetting);
    },
  };
}

/**
 * What is known of an entry by its refreshes, in the order in which they had arrived. A refresh is certainly replaced once a
 * later one had certainly arrived after it and before the interval: with `M` the latest beginning among the certain ones that
 * had ended by then, everything that ended before `M` is gone.
 */
function inOrder(length: number, at: (index: number) => Refresh, forgetting: Forgetting): Refreshes {
  const ends = new Float64Array(length);
  const latestBeginning = new Float64Array(length);
  let latest = -Infinity;
  let longest = 0;
  for (let index = 0; index < length; index += 1) {
    const { arrived, certain } = at(index);
    if (certain) latest = Math.max(latest, arrived.from);
    ends[index] = arrived.to;
    latestBeginning[index] = latest;
    longest = Math.max(longest, arrived.to - arrived.from);
  }
  const forgotten = forgetting.certain.toSorted((a, b) => a - b);
  const emptied = [...forgotten, ...forgetting.possible];
  const forgottenBefore = (during: Interval): number =>
    forgotten.findLast((moment) => moment <= during.from) ?? -Infinity;
  const replacedBefore = (during: Interval): number =>
    latestBeginning[firstWhere(ends, (end) => end > during.from) - 1] ?? -Infinity;
  return {
    candidates(during) {
      const replaced = replacedBefore(during);
      const since = forgottenBefore(during);
      const found: Refresh[] = [];
      for (let index = firstWhere(ends, (end) => end >= replaced); index < length; index += 1) {
        const one = at(index);
        if (one.arrived.to > during.to + longest) break;
        if (one.arrived.to >= replaced && one.arrived.from >= since && one.arrived.from <= during.to)
          found.push(one);
      }
      return found;
    },
    filledBefore(during) {
      const since = replacedBefore(during);
      return since > -Infinity && !emptied.some((moment) => moment >= since && moment <= during.to);
    },
  };
}

/** Position of the first number of an ascending list that is far enough along. */
function firstWhere(ascending: Float64Array, farEnough: (value: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (farEnough(ascending[middle] ?? Infinity)) high = middle;
    else low = middle + 1;
  }
  return low;
}
