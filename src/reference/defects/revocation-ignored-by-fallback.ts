import type { Seed } from './defect.ts';
import { memoised } from './wraps/memoised.ts';

/** Remembers what the coarse policy said, as if there could be no other while the policy service is out. */
export const seed: Seed = (parts) => ({ ...parts, embedded: memoised(parts.embedded, ['coarse']) });
