/** What one cell gets from one replica: it changes over by itself when a policy comes into force there, or goes. */
export interface Series {
  /** Index into the plan's cells. */
  readonly cell: number;
  readonly replica: string;
}

export interface FocusOptions {
  /** Each once. */
  readonly series: readonly Series[];
  /** Most questions a second over all of them, on top of the schedule; more than 0. */
  readonly perSecond: number;
  /** When the change was ordered: what was sent before tells nothing of it. */
  readonly fromMs: number;
}

/** A question that the focus wants asked. */
export interface Turn extends Series {
  readonly atMs: number;
}

/** What an answer tells of its series. */
export interface Telling extends Series {
  readonly sent: number;
  readonly received: number;
  /** Whether it is the answer that the change is to bring; undefined where it does not tell. */
  readonly isNew: boolean | undefined;
}

/**
 * Asks the series that a change concerns more often while it comes into force, so that the moment of each is known
 * more exactly. Whoever has changed over, and stayed so for a few answers, is only looked after from time to time, which
 * leaves the rate to the last ones. Pure: it is told what time it is by what it is given.
 */
export interface Focus {
  /**
   * The next question and when it is due, if nothing happens before: never before `notBeforeMs`.
   * @param isIn whether a replica is there to be asked
   * @returns undefined while all have changed over and stayed so for long enough, nobody is there, or too many have not answered yet
   */
  next(notBeforeMs: number, isIn: (replica: string) => boolean): Turn | undefined;
  /** The turn was taken. */
  take(turn: Turn): void;
  /** A question of its own has ended, answered or not. @returns whether it had waited for that */
  ended(turn: Turn): boolean;
  /** Takes an answer into account, in order of receipt. @returns whether others are asked at another pace from now on */
  note(answer: Telling): boolean;
  /** What was due before then is asked no more: the next question is due then at the earliest. */
  skipTo(ms: number): void;
}

/** Shortest pause between two questions to one series: 200 a second. */
const shortestPauseMs = 5;
/** Pause between two questions to a series that has changed over. */
const watchPauseMs = 200;
/**
 * So many questions may be under way, and so many to one series: an application that is overloaded answers more slowly, and
 * is asked more slowly for that. What it must bear is for the schedule to say. More of them would only wait for each
 * other, and a moment is known no more exactly than an answer takes.
 */
const mostUnderWay = 8;
const mostUnderWayEach = 4;
/** The part of the rate that those may take at most. */
const watchShare = 1 / 4;
/** So many new answers in a row, asked for after the last old one had come, make a series one that has changed over. */
const newInARow = 3;
/** How long all of them are watched after the last has changed over. */
const stayMs = 500;

interface State extends Series {
  askedAt: number;
  /** Receipt of its last old answer. */
  oldUntil: number;
  newSince: number;
  underWay: number;
}

/** A focus on some series that have not changed over yet. */
export function focusOn({ series, perSecond, fromMs }: FocusOptions): Focus {
  const gapMs = 1_000 / perSecond;
  const states = new Map<string, State>();
  for (const { cell, replica } of series)
    states.set(keyOf({ cell, replica }), {
      cell,
      replica,
      askedAt: -Infinity,
      oldUntil: fromMs,
      newSince: 0,
      underWay: 0,
    });
  let freeAt = fromMs;
  let notDueBefore = fromMs;
  let settledAt = fromMs;
  let underWay = 0;

  /** Pauses that use up the rate: a little of it for those that have changed over, the rest for the others. */
  function pauses(isIn: (replica: string) => boolean): { readonly fast: number; readonly slow: number } {
    let changing = 0;
    let settled = 0;
    for (const state of states.values()) {
      if (!isIn(state.replica)) continue;
      if (hasChanged(state)) settled++;
      else changing++;
    }
    const slow = Math.max(watchPauseMs, (settled * gapMs) / watchShare);
    const fast = Math.max(shortestPauseMs, changing / (1 / gapMs - settled / slow));
    return { fast, slow };
  }

  return {
    next: (notBeforeMs, isIn) => {
      if (underWay >= mostUnderWay) return undefined;
      const { fast, slow } = pauses(isIn);
      let first: State | undefined;
      let dueAt = Infinity;
      for (const state of states.values()) {
        if (state.underWay >= mostUnderWayEach || !isIn(state.replica)) continue;
        const due = state.askedAt + (hasChanged(state) ? slow : fast);
        if (due >= dueAt) continue;
        first = state;
        dueAt = due;
      }
      if (first === undefined) return undefined;
      const atMs = Math.max(dueAt, freeAt, notDueBefore, notBeforeMs);
      if (atMs > settledAt + stayMs && [...states.values()].every(hasChanged)) return undefined;
      return { cell: first.cell, replica: first.replica, atMs };
    },

    take: (turn) => {
      const state = states.get(keyOf(turn));
      if (state === undefined) return;
      state.askedAt = turn.atMs;
      state.underWay++;
      underWay++;
      freeAt = turn.atMs + gapMs;
    },

    ended: (turn) => {
      const state = states.get(keyOf(turn));
      if (state === undefined) return false;
      const hadWaited = underWay >= mostUnderWay || state.underWay >= mostUnderWayEach;
      state.underWay--;
      underWay--;
      return hadWaited;
    },

    note: (answer) => {
      const state = states.get(keyOf(answer));
      if (state === undefined || answer.isNew === undefined || answer.sent < fromMs) return false;
      const before = hasChanged(state);
      if (!answer.isNew) {
        state.oldUntil = Math.max(state.oldUntil, answer.received);
        state.newSince = 0;
      } else if (answer.sent >= state.oldUntil) state.newSince++;
      if (hasChanged(state) === before) return false;
      if (!before) settledAt = answer.received;
      // The new pace counts from now: nothing becomes due in what is past.
      notDueBefore = Math.max(notDueBefore, answer.received);
      return true;
    },

    skipTo: (ms) => {
      notDueBefore = Math.max(notDueBefore, ms);
    },
  };
}

function hasChanged({ newSince }: State): boolean {
  return newSince >= newInARow;
}

function keyOf({ cell, replica }: Series): string {
  return `${cell} ${replica}`;
}
