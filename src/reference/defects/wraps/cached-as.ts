import type { Question } from '../../app/decide/question.ts';
import type { Seed } from '../defect.ts';

/**
 * A defect in what the cache takes for the same question. Only what was allowed is kept, so that whoever is denied meets
 * an allow of another, and never the other way round.
 */
export function cachedAs(alter: (question: Question) => Question): Seed {
  return (parts) => ({
    ...parts,
    cache: {
      keep(question, decision) {
        if (decision.outcome === 'allow') parts.cache.keep(alter(question), decision);
      },
      find: (question, maxAgeMs, lowestRevision) =>
        parts.cache.find(alter(question), maxAgeMs, lowestRevision),
    },
  });
}
