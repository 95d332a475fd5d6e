import { z } from 'zod';

/** Any whole number that JavaScript keeps exactly; a negative time means no time, as in Toxiproxy. */
export const wholeNumber = z
  .number()
  .refine((value) => Number.isSafeInteger(value), { error: 'is out of range: at most 2^53 - 1' });

/** A whole number of at least `least`. */
export function atLeast(least: number): typeof wholeNumber {
  return wholeNumber.refine((value) => value >= least, {
    error: ({ input }) => `must be at least ${least}, not ${String(input)}`,
  });
}

/** A small buffer: the sender waits as soon as a chunk is held. */
export const oneChunkBytes = 65_536;
