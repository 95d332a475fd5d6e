import type { Seed } from './defect.ts';
import { withSources } from './wraps/with-sources.ts';

/** Counts a value's age from its arrival, however old it was by then. */
export const seed: Seed = withSources((source) => ({
  async read(attribute, question, signal) {
    const answer = await source.read(attribute, question, signal);
    return answer.kind === 'value' ? { ...answer, ageMs: 0 } : answer;
  },
}));
