import type { Arrival, Schedule } from './schedule.ts';

export interface OpenLoopOptions {
  readonly schedule: Schedule;
  readonly now: () => number;
  /** When arrival 0 is due, by `now`. */
  readonly startAt: number;
  /** Called for each arrival when it is due, or as soon after as the event loop allows; must not throw. */
  readonly onDue: (arrival: Arrival) => void;
}

export interface OpenLoop {
  /** How many arrivals were due so far, or when it was stopped. */
  due(): number;
  /** From now on, arrivals come at this rate. */
  changeRate(ratePerSecond: number): void;
  /** Ends it, after what is due by now. */
  stop(): void;
}

/**
 * Plays a schedule in real time. Arrivals missed while the event loop was held up are all sent at once
 * afterwards: leaving them out would hide exactly the slow moments (coordinated omission).
 */
export function playOpenLoop(options: OpenLoopOptions): OpenLoop {
  const { schedule, now, startAt, onDue } = options;
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function dueNow(): number {
    return Math.max(next, schedule.dueBy(now() - startAt));
  }

  function sendDue(): void {
    for (const due = dueNow(); next < due; next++) onDue(schedule.arrival(next));
  }

  function wake(): void {
    sendDue();
    timer = setTimeout(wake, Math.max(1, startAt + schedule.arrival(next).atMs - now()));
  }
  wake();

  return {
    changeRate: (ratePerSecond) => {
      if (stopped) return;
      schedule.changeRate(now() - startAt, ratePerSecond);
      clearTimeout(timer);
      wake();
    },
    due: () => (stopped ? next : dueNow()),
    stop: () => {
      if (stopped) return;
      stopped = true;
      clearTimeout(timer);
      sendDue();
    },
  };
}
