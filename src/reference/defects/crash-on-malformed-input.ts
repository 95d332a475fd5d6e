import type { Seed } from './defect.ts';
import { withSources } from './wraps/with-sources.ts';

/** Parses an answer where nobody catches what that throws, which ends the process. */
export const seed: Seed = withSources((source) => ({
  async read(attribute, question, signal) {
    try {
      return await source.read(attribute, question, signal);
    } catch (error) {
      if (error instanceof SyntaxError) void Promise.reject(error);
      throw error;
    }
  },
}));
