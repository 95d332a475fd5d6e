import type { Seed } from './defect.ts';

/** A cache without an age. */
export const seed: Seed = (parts) => ({
  ...parts,
  cache: {
    ...parts.cache,
    find: (question, _maxAgeMs, lowestRevision) => parts.cache.find(question, Infinity, lowestRevision),
  },
});
