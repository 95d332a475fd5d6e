import { overlooking } from './wraps/overlooking.ts';

/** Verifies the signature, and compares no file with the hash that was signed. */
export const seedPolicy = overlooking('altered-file');
