import type { Seed } from './defect.ts';
import { withInputRules } from './wraps/with-input-rules.ts';

/** Asks the policy without the input that is missing, and so without every rule that would deny because of it. */
export const seed: Seed = withInputRules((declared) => ({ ...declared, onMissing: 'ignore' }));
