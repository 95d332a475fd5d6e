import type { JudgedObservation } from '../judge-observation.ts';

/** A moment that is only known to lie in an interval. */
export interface Edge {
  readonly at: number;
  readonly errorMs: number;
}

/** The last wrong decision, and by when every series (a cell on a replica) was certainly right again. */
export interface LastWrong extends Edge {
  /** When it was asked for. */
  readonly sent: number;
  readonly until: number;
}

/** Follows the right and the wrong decisions of every series, in the order in which they were sent. */
export interface EdgeTracker {
  right(one: JudgedObservation): void;
  wrong(one: JudgedObservation): void;
  /** The first wrong decision came somewhere between the last right one of its series and its own receipt. */
  firstWrong(): Edge | undefined;
  /** The last wrong decision of all series; the true end lies before the first right one of each series that follows. */
  lastWrong(endOfJournal: number): LastWrong | undefined;
}

interface Series {
  lastWrong: { readonly sent: number; readonly received: number } | undefined;
  /** Receipt of the first right decision that was asked for after the last wrong one. */
  rightAgain: number;
  /** When the latest of the right decisions was sent that had all come before the newest one was sent. */
  rightUntil: number;
  /** Right decisions that were still under way then. */
  pending: readonly { readonly sent: number; readonly received: number }[];
}

/** @param notBefore when the bad rule was published: nothing was wrong before */
export function edgeTracker(notBefore: number): EdgeTracker {
  const all = new Map<string, Series>();
  let first: { readonly at: number; readonly since: number } | undefined;

  function seriesOf({ seen }: JudgedObservation): Series {
    const key = `${seen.replica} ${seen.cell}`;
    const known = all.get(key);
    if (known !== undefined) return known;
    const series = { lastWrong: undefined, rightAgain: Infinity, rightUntil: notBefore, pending: [] };
    all.set(key, series);
    return series;
  }

  return {
    right(one) {
      const series = seriesOf(one);
      const { sent, received } = one.seen;
      if (series.lastWrong !== undefined && sent >= series.lastWrong.received)
        series.rightAgain = Math.min(series.rightAgain, received);
      settle(series, sent);
      series.pending = [...series.pending, { sent, received }];
    },

    wrong(one) {
      const series = seriesOf(one);
      const { sent, received } = one.seen;
      if (series.lastWrong === undefined || sent > series.lastWrong.sent) {
        series.lastWrong = { sent, received };
        series.rightAgain = Infinity;
      }
      if (first !== undefined && received >= first.at) return;
      settle(series, sent);
      first = { at: received, since: series.rightUntil };
    },

    firstWrong: () => (first === undefined ? undefined : { at: first.at, errorMs: first.at - first.since }),

    lastWrong(endOfJournal) {
      let at = 0;
      let from = 0;
      let until = 0;
      for (const { lastWrong, rightAgain } of all.values()) {
        if (lastWrong === undefined) continue;
        at = Math.max(at, lastWrong.received);
        from = Math.max(from, lastWrong.sent);
        until = Math.max(until, rightAgain === Infinity ? endOfJournal : rightAgain);
      }
      if (first === undefined) return undefined;
      return { at, sent: from, until, errorMs: Math.max(at - from, until - at) };
    },
  };
}

/** Takes what has come before a moment off the pending ones: whatever follows is sent later. */
function settle(series: Series, before: number): void {
  for (const { sent, received } of series.pending)
    if (received <= before) series.rightUntil = Math.max(series.rightUntil, sent);
  series.pending = series.pending.filter(({ received }) => received > before);
}
