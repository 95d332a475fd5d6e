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

/** The first wrong decision came somewhere between the last right one of its series and its own receipt. */
export function firstWrongEdge(
  first: JudgedObservation,
  right: readonly JudgedObservation[],
  notBefore: number,
): Edge {
  const at = first.seen.received;
  const lastRight = right
    .filter((one) => sameSeries(one, first) && one.seen.received <= first.seen.sent)
    .reduce((latestSent, one) => Math.max(latestSent, one.seen.sent), notBefore);
  return { at, errorMs: at - Math.max(lastRight, notBefore) };
}

/** The last wrong decision of all series; the true end lies before the first right one of each series that follows. */
export function lastWrongEdge(
  wrong: readonly JudgedObservation[],
  right: readonly JudgedObservation[],
  endOfJournal: number,
): LastWrong {
  const lastOfSeries = new Map<string, JudgedObservation>();
  for (const one of wrong) {
    const key = seriesOf(one);
    lastOfSeries.set(key, latest(lastOfSeries.get(key), one));
  }
  const rightAgain = new Map<string, number>();
  for (const one of right) {
    const lastWrong = lastOfSeries.get(seriesOf(one));
    if (lastWrong === undefined || one.seen.sent < lastWrong.seen.received) continue;
    rightAgain.set(seriesOf(one), Math.min(rightAgain.get(seriesOf(one)) ?? Infinity, one.seen.received));
  }
  let at = 0;
  let from = 0;
  let until = 0;
  for (const [key, one] of lastOfSeries) {
    at = Math.max(at, one.seen.received);
    from = Math.max(from, one.seen.sent);
    until = Math.max(until, rightAgain.get(key) ?? endOfJournal);
  }
  return { at, sent: from, until, errorMs: Math.max(at - from, until - at) };
}

/** Whichever was received first. */
export function earliest(a: JudgedObservation | undefined, b: JudgedObservation): JudgedObservation {
  return a === undefined || b.seen.received < a.seen.received ? b : a;
}

function latest(a: JudgedObservation | undefined, b: JudgedObservation): JudgedObservation {
  return a === undefined || b.seen.sent > a.seen.sent ? b : a;
}

function seriesOf({ seen }: JudgedObservation): string {
  return `${seen.replica} ${seen.cell}`;
}

function sameSeries(a: JudgedObservation, b: JudgedObservation): boolean {
  return a.seen.replica === b.seen.replica && a.seen.cell === b.seen.cell;
}
