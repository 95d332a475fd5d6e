import type { Focus, Turn } from './focus.ts';
import type { Arrival, Schedule } from './schedule.ts';

export interface OpenLoopOptions {
  readonly schedule: Schedule;
  readonly now: () => number;
  /** When arrival 0 is due, by `now`. */
  readonly startAt: number;
  /** Whether a replica is there to be asked; a focus leaves out those that are not. */
  readonly isIn: (replica: string) => boolean;
  /** Called for each arrival when it is due, or as soon after as the event loop allows; must not throw. */
  readonly onDue: (arrival: Arrival) => void;
  /** The same for what a focus asks on top. Both are called in order of intended time. */
  readonly onTurn: (turn: Turn) => void;
}

export interface OpenLoop {
  /** How many arrivals were due so far, or when it was stopped. */
  due(): number;
  /** From now on, arrivals come at this rate. */
  changeRate(ratePerSecond: number): void;
  /** From now on plays this focus on top of the schedule, in the place of the one before; or none. */
  focus(focus: Focus | undefined): void;
  /** The focus may want its next question sooner than it said. */
  lookAgain(): void;
  /** Ends it, after what is due by now. */
  stop(): void;
}

/** A focus makes up for no more than was due in this time. */
const madeUpMs = 10;

/**
 * Plays a schedule in real time. Arrivals missed while the event loop was held up are all sent at once
 * afterwards: leaving them out would hide exactly the slow moments (coordinated omission). A focus is there to see more,
 * not to load: of what it missed it makes up for next to nothing, so the more the event loop is held up the less it asks.
 */
export function playOpenLoop(options: OpenLoopOptions): OpenLoop {
  const { schedule, now, startAt, isIn, onDue, onTurn } = options;
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  let focus: Focus | undefined;
  let sentUntil = startAt;
  let stopped = false;

  function dueNow(): number {
    return Math.max(next, schedule.dueBy(now() - startAt));
  }

  /** When arrival `next` is due. */
  function arrivalAt(): number {
    return startAt + schedule.arrival(next).atMs;
  }

  function sendDue(): void {
    const at = now();
    for (const due = dueNow(); next < due; next++) {
      sendTurns(Math.min(at, arrivalAt()));
      sentUntil = arrivalAt();
      onDue(schedule.arrival(next));
    }
    sendTurns(at);
  }

  function sendTurns(until: number): void {
    if (focus === undefined) return;
    for (;;) {
      const turn = focus.next(sentUntil, isIn);
      if (turn === undefined || turn.atMs > until) return;
      sentUntil = turn.atMs;
      focus.take(turn);
      onTurn(turn);
    }
  }

  function wake(): void {
    focus?.skipTo(now() - madeUpMs);
    sendDue();
    const at = Math.min(arrivalAt(), focus?.next(sentUntil, isIn)?.atMs ?? Infinity);
    timer = setTimeout(wake, Math.max(1, at - now()));
  }
  wake();

  function wakeNow(): void {
    if (stopped) return;
    clearTimeout(timer);
    wake();
  }

  return {
    changeRate: (ratePerSecond) => {
      if (stopped) return;
      schedule.changeRate(now() - startAt, ratePerSecond);
      wakeNow();
    },
    focus: (given) => {
      focus = stopped ? undefined : given;
      wakeNow();
    },
    lookAgain: wakeNow,
    due: () => (stopped ? next : dueNow()),
    stop: () => {
      if (stopped) return;
      stopped = true;
      clearTimeout(timer);
      focus = undefined;
      sendDue();
    },
  };
}
