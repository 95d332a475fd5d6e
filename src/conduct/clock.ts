/** The journal's clock: monotonic milliseconds since it was made, to the microsecond. */
export interface Clock {
  readonly now: () => number;
}

export function startClock(): Clock {
  const origin = performance.now();
  return { now: () => Math.round((performance.now() - origin) * 1_000) / 1_000 };
}
