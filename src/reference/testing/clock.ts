/** A monotonic clock that moves only when it is told to. */
export interface TestClock {
  now: () => number;
  pass: (ms: number) => void;
}

export function createTestClock(start = 1_000): TestClock {
  let time = start;
  return { now: () => time, pass: (ms) => void (time += ms) };
}
