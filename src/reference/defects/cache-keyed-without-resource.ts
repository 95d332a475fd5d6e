import type { Question } from '../app/decide/question.ts';
import type { Seed } from './defect.ts';

/** Caches that somebody may do something, and forgets to what. */
export const seed: Seed = (parts) => ({
  ...parts,
  cache: {
    keep: (question, decision) => parts.cache.keep(onAnything(question), decision),
    find: (question, maxAgeMs, lowestRevision) =>
      parts.cache.find(onAnything(question), maxAgeMs, lowestRevision),
  },
});

function onAnything(question: Question): Question {
  return { ...question, resource: { ...question.resource, name: 'anything' } };
}
