import type { Defects } from '../defect.ts';

/** What can be wrong with writing decisions down. */
export const logDefects: Defects = {
  'decision-not-logged': {
    description: 'logs only what a policy decided, not the fallbacks',
    shownBy: { scenario: 'policy-service-malformed', check: 'log-complete', violation: 'unlogged' },
    load: () => import('../decision-not-logged.ts'),
  },
};
