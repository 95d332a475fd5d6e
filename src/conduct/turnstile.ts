/** Lets one through at a time, in the order of their coming. */
export interface Turnstile {
  /** Resolves when it is the caller's turn, with what ends the turn; calling that twice is harmless. */
  enter(): Promise<() => void>;
}

export function turnstile(): Turnstile {
  let last: Promise<void> = Promise.resolve();
  return {
    enter: async () => {
      const before = last;
      const turn = Promise.withResolvers<void>();
      last = turn.promise;
      await before;
      return turn.resolve;
    },
  };
}
