import type { Seed } from './defect.ts';
import { withInputRules } from './wraps/with-input-rules.ts';

/** Passes on whatever stands where a value should, of whatever type. */
export const seed: Seed = withInputRules((declared) => ({ ...declared, type: null }));
