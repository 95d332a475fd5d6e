import type { Seed } from './defect.ts';
import { withInputRules } from './wraps/with-input-rules.ts';

/** Denies without a fresh value of everything, also of what the contract lets it do without. */
export const seed: Seed = withInputRules((declared) => ({
  ...declared,
  onStale: 'deny',
  onMissing: 'deny',
}));
