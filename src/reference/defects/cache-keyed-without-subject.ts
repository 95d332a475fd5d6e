import type { Seed } from './defect.ts';
import { cachedAs } from './wraps/cached-as.ts';

/** Caches what was allowed, and forgets that it matters to whom. */
export const seed: Seed = cachedAs((question) => ({
  ...question,
  subject: { ...question.subject, type: 'User', id: 'anybody' },
}));
