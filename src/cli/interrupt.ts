/** Two signals for the two things that Ctrl-C may mean. */
export interface Interrupt {
  /** Aborted by the first: stop and clean up with proof. */
  readonly stop: AbortSignal;
  /** Aborted by the second: clean up without waiting for proof. */
  readonly hasten: AbortSignal;
  /** Gives the process's signals back. */
  release(): void;
}

/** Listens for SIGINT and SIGTERM. */
export function watchInterrupts(onInterrupt: (times: number) => void): Interrupt {
  const stop = new AbortController();
  const hasten = new AbortController();
  let times = 0;
  const listener = (): void => {
    times++;
    if (times === 1) stop.abort();
    else hasten.abort();
    onInterrupt(times);
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    stop: stop.signal,
    hasten: hasten.signal,
    release() {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
