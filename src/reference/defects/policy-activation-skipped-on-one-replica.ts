import type { Seed } from './defect.ts';
import { firstPolicyOf } from './wraps/first-policy.ts';

/** On one replica the first policy is the last: newer ones are fetched and never taken into use. */
export const seed: Seed = (parts, { replica }) =>
  replica === 'r1' ? { ...parts, embedded: firstPolicyOf(parts.embedded) } : parts;
