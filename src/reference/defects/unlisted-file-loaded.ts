import { overlooking } from './wraps/overlooking.ts';

/** Verifies the files that the signature lists, and loads all there are. */
export const seedPolicy = overlooking('unlisted-file');
