import { overlooking } from './wraps/overlooking.ts';

/** Reads what a signature says without asking whether the key that it names has made it. */
export const seedPolicy = overlooking('bad-signature');
