import type { Seed } from './defect.ts';
import { withInputRules } from './wraps/with-input-rules.ts';

/** Any value will do, as long as there once was one. */
export const seed: Seed = withInputRules((declared) => ({ ...declared, maxAgeMs: null }));
