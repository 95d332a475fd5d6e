/** The longest that a timer of the runtime can be set for. */
const longestMs = 2 ** 31 - 1;

/**
 * Aborts, with a TimeoutError, after so many milliseconds. Unlike `AbortSignal.timeout` it first lets what has arrived be
 * read: a process that was held up wakes to a timer that is overdue and an answer that has been waiting, and the timer
 * would come first.
 */
export function timeLimit(ms: number): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new DOMException('no answer in time', 'TimeoutError'));
  setTimeout(() => setImmediate(abort), Math.min(Math.max(0, ms), longestMs)).unref();
  return controller.signal;
}
