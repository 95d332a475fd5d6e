import { overlooking } from './wraps/overlooking.ts';

/** Warns of a key that it does not know, and goes on. */
export const seedPolicy = overlooking('unknown-key');
