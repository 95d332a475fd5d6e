import { overlooking } from './wraps/overlooking.ts';

/** Verifies the signature of a bundle that has one. */
export const seedPolicy = overlooking('unsigned');
