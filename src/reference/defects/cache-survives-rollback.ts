import type { Seed } from './defect.ts';

/** A cache that does not ask under which policy a decision was made. */
export const seed: Seed = (parts) => ({
  ...parts,
  cache: { ...parts.cache, find: (question, maxAgeMs) => parts.cache.find(question, maxAgeMs, 0) },
});
