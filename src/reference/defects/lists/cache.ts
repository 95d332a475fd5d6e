import type { Defects } from '../defect.ts';

/** What can be wrong with repeating a decision. */
export const cacheDefects: Defects = {
  'cache-without-bound': {
    description: 'repeats cached decisions however old they are',
    shownBy: { scenario: 'policy-service-refused', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../cache-without-bound.ts'),
  },
  'cache-survives-rollback': {
    description: 'repeats decisions of a policy that was replaced since',
    shownBy: { scenario: 'rollback-bad-allow', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../cache-survives-rollback.ts'),
  },
};
