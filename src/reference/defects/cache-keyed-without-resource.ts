import type { Seed } from './defect.ts';
import { cachedAs } from './wraps/cached-as.ts';

/** Caches that somebody was allowed something, and forgets that it matters with what. */
export const seed: Seed = cachedAs((question) => ({
  ...question,
  resource: { ...question.resource, name: 'anything' },
}));
