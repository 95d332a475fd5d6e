import type { Seed } from './defect.ts';
import { withSources } from './wraps/with-sources.ts';

/** Takes a value that is stamped in the future for one of this moment. */
export const seed: Seed = withSources((source) => ({
  async read(attribute, question, signal) {
    const answer = await source.read(attribute, question, signal);
    return answer.kind === 'value' ? { ...answer, ageMs: Math.max(0, answer.ageMs) } : answer;
  },
}));
