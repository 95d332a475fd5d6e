import type { JudgedObservation } from '../judge-observation.ts';

/**
 * A moment that is only known to lie in an interval: between `at - errorMs` and `at + errorMs`. Every bound here is made of
 * nothing but the two times of observations, each of them taken before the question was sent and after the answer had come. So
 * it contains the probe spacing, the way there and back, and whatever held up the harness, the replica, or the services
 * meanwhile: a stall at an edge makes the answers around it longer or farther apart, and the bound with them. No other
 * clock is looked at. What a slow rule leaves undecided until after its caller has given up is decided for nobody, and left out.
 */
export interface Edge {
  readonly at: number;
  readonly errorMs: number;
}

/** The last wrong decision: receipt of its answer, when it was asked for at the latest, and by when all was right again. */
export interface LastWrong {
  readonly at: number;
  /** The last wrong decision was certainly made after this. */
  readonly sent: number;
  /** By then every series (a cell on a replica) had been right again, those included that had got no answer. */
  readonly until: number;
}

/** Follows the right and the wrong decisions of every series, in the order in which they were sent. */
export interface EdgeTracker {
  right(one: JudgedObservation): void;
  wrong(one: JudgedObservation): void;
  /** One without an answer, which may have been decided wrongly. */
  lost(one: JudgedObservation): void;
  /**
   * The first wrong decision. `at` is the earliest receipt of one; the bound reaches back to where the last right decision of
   * its series was asked for before it, and to where the first question was that was or may have been decided wrongly.
   */
  firstWrong(): Edge | undefined;
  /** The last wrong decision of all series. */
  lastWrong(endOfJournal: number, known: KnownElsewhere): LastWrong | undefined;
}

/** What is known of a series otherwise than by its own answers. */
export interface KnownElsewhere {
  /** By when it was certainly right, whether it was asked again or not; `Infinity` where that is not known. */
  readonly rightBy: (lastWrong: JudgedObservation) => number;
  /** Until when the replica may have repeated, to a caller who had left, what it remembered of the bad rule. */
  readonly rememberedUntil: (lost: JudgedObservation) => number;
}

interface Series {
  lastWrong: JudgedObservation | undefined;
  /** Receipt of the wrong one that took longest; it need not be the last that was asked for. */
  wrongReceived: number;
  /** Receipt of the first right decision that was asked for after the last wrong one had come. */
  rightAgain: number;
  /** The last question without an answer, and by when a right decision that was asked for later had come. */
  lost: JudgedObservation | undefined;
  foundAgain: number;
  /** When the latest of the right decisions was sent that had all come before the newest one was sent. */
  rightUntil: number;
  /** Right decisions that were still under way then. */
  pending: readonly { readonly sent: number; readonly received: number }[];
}

/** @param notBefore when the bad rule was published: nothing was wrong before */
export function edgeTracker(notBefore: number): EdgeTracker {
  const all = new Map<string, Series>();
  let first: { readonly at: number; readonly rightUntil: number } | undefined;
  /** When the earliest was asked for that was, or may have been, decided wrongly. */
  let suspect = Infinity;

  function seriesOf({ seen }: JudgedObservation): Series {
    const key = `${seen.replica} ${seen.cell}`;
    const known = all.get(key);
    if (known !== undefined) return known;
    const series = {
      lastWrong: undefined,
      wrongReceived: -Infinity,
      rightAgain: Infinity,
      lost: undefined,
      foundAgain: Infinity,
      rightUntil: notBefore,
      pending: [],
    };
    all.set(key, series);
    return series;
  }

  return {
    right(one) {
      const series = seriesOf(one);
      const { sent, received } = one.seen;
      if (series.lastWrong !== undefined && sent >= series.wrongReceived)
        series.rightAgain = Math.min(series.rightAgain, received);
      if (series.lost !== undefined)
        series.foundAgain = Math.min(series.foundAgain, Math.max(received, series.lost.seen.received));
      settle(series, sent);
      series.pending = [...series.pending, { sent, received }];
    },

    wrong(one) {
      const series = seriesOf(one);
      const { sent, received } = one.seen;
      suspect = Math.min(suspect, Math.max(notBefore, sent));
      series.lastWrong = one;
      series.wrongReceived = Math.max(series.wrongReceived, received);
      series.rightAgain = Infinity;
      if (first !== undefined && received >= first.at) return;
      settle(series, sent);
      first = { at: received, rightUntil: series.rightUntil };
    },

    lost(one) {
      const series = seriesOf(one);
      suspect = Math.min(suspect, Math.max(notBefore, one.seen.sent));
      series.lost = one;
      series.foundAgain = Infinity;
    },

    firstWrong() {
      if (first === undefined) return undefined;
      return { at: first.at, errorMs: first.at - Math.min(first.rightUntil, suspect) };
    },

    lastWrong(endOfJournal, { rightBy, rememberedUntil }) {
      if (first === undefined) return undefined;
      let at = 0;
      let sent = 0;
      let until = 0;
      let givenUp = 0;
      for (const { lastWrong, wrongReceived, rightAgain, lost, foundAgain } of all.values()) {
        if (lastWrong !== undefined) {
          at = Math.max(at, wrongReceived);
          sent = Math.max(sent, lastWrong.seen.sent);
          until = Math.max(until, Math.min(rightAgain, rightBy(lastWrong)));
        }
        if (lost === undefined) continue;
        until = Math.max(until, foundAgain, rememberedUntil(lost));
        givenUp = Math.max(givenUp, lost.seen.received);
      }
      return { at, sent, until: Math.max(at, givenUp, Math.min(until, endOfJournal)) };
    },
  };
}

/** Takes what has come before a moment off the pending ones: whatever follows is sent later. */
function settle(series: Series, before: number): void {
  for (const { sent, received } of series.pending)
    if (received <= before) series.rightUntil = Math.max(series.rightUntil, sent);
  series.pending = series.pending.filter(({ received }) => received > before);
}
