import type { Seed } from './defect.ts';
import { withActions } from './wraps/with-actions.ts';

/** Was never told of the coarse policy: without the policy service, what should degrade is denied. */
export const seed: Seed = withActions((declared) =>
  declared.whenUnavailable?.mode === 'degrade'
    ? { ...declared, whenUnavailable: { mode: 'deny' } }
    : declared,
);
