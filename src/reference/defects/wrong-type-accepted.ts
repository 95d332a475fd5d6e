import type { Seed } from './defect.ts';
import { withSources } from './wraps/with-sources.ts';

/** Looks for the one value that is dangerous, and takes everything else, of whatever type, for a harmless one. */
export const seed: Seed = withSources((source) => ({
  async read(attribute, question, signal) {
    const answer = await source.read(attribute, question, signal);
    return answer.kind === 'absent' ? answer : { ...answer, value: answer.value === 'high' ? 'high' : 'low' };
  },
}));
