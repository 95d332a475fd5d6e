import type { Seed } from './defect.ts';
import { withSources } from './wraps/with-sources.ts';

/** Gives whom the source does not know the value of most others. */
export const seed: Seed = withSources((source) => ({
  async read(attribute, question, signal) {
    const answer = await source.read(attribute, question, signal);
    return answer.kind === 'absent' ? { kind: 'value', value: 'low', ageMs: 0 } : answer;
  },
}));
