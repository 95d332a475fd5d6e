import { createDecisionCache } from '../app/decide/decision-cache.ts';
import type { Seed } from './defect.ts';

/** Counts the ages of cached decisions on a clock that can be set: set back, it makes old ones new. */
export const seed: Seed = (parts) => {
  const cache = createDecisionCache(() => Date.now());
  return {
    ...parts,
    cache: {
      ...cache,
      find(question, maxAgeMs, lowestRevision) {
        const found = cache.find(question, maxAgeMs, lowestRevision);
        return found && { ...found, ageMs: Math.max(0, found.ageMs) };
      },
    },
  };
};
