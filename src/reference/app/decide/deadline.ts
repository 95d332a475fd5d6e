import { timeLimit } from '../../service/time-limit.ts';

/** A moment on the monotonic clock (`performance.now()`, milliseconds) by which something has to be done. */
export type Deadline = number;

/** What is left of the budget for getting the answer out once it is known, as a share of it. */
const reservedShare = 0.1;

/** The moment by which a decision must be made so that the answer stays within the budget. */
export function deadlineAfter(arrivedAt: number, budgetMs: number): Deadline {
  return arrivedAt + budgetMs * (1 - reservedShare);
}

/** Ends a call after its own time-out or at the deadline, whichever comes first. */
export function signalWithin(timeoutMs: number, deadline: Deadline): AbortSignal {
  return timeLimit(Math.min(timeoutMs, deadline - performance.now()));
}
