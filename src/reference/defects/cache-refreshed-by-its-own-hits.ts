import type { Seed } from './defect.ts';

/** Sets an entry's age back whenever it is used, so that one that is used often enough never expires. */
export const seed: Seed = (parts) => ({
  ...parts,
  cache: {
    ...parts.cache,
    find(question, maxAgeMs, lowestRevision) {
      const found = parts.cache.find(question, maxAgeMs, lowestRevision);
      if (found !== undefined) parts.cache.keep(question, found);
      return found;
    },
  },
});
