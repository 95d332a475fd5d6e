import { overlooking } from './wraps/overlooking.ts';

/** Has no key to verify with where the signature names none, and goes on without. */
export const seedPolicy = overlooking('no-key-id');
