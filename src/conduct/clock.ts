import { roundMs } from '../model/time.ts';

/** The journal's clock: monotonic milliseconds since it was made, to the microsecond. */
export interface Clock {
  readonly now: () => number;
}

export function startClock(): Clock {
  const origin = performance.now();
  return { now: () => roundMs(performance.now() - origin) };
}
