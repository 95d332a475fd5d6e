import type { Seed } from './defect.ts';
import { firstPolicyOf } from './wraps/first-policy.ts';

/** Fetches newer policies and confirms them, but what is decided in the process is decided by the first. */
export const seed: Seed = (parts) => ({ ...parts, embedded: firstPolicyOf(parts.embedded) });
