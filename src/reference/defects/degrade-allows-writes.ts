import type { Seed } from './defect.ts';
import { withActions } from './wraps/with-actions.ts';

/** Lets the coarse rule, which was meant as a first sieve, decide alone while the policy service is out. */
export const seed: Seed = withActions((declared) =>
  declared.decide === 'hybrid'
    ? { ...declared, whenUnavailable: { mode: 'degrade', policy: 'local', obligations: [] } }
    : declared,
);
