import type { Defects } from '../defect.ts';

/** What can be wrong with deciding more coarsely. */
export const degradeDefects: Defects = {
  'degrade-without-redaction': {
    description: 'answers degraded requests with the data that had to be hidden',
    shownBy: {
      scenario: 'policy-service-status-500',
      check: 'obligations-kept',
      violation: 'obligation-missed',
    },
    load: () => import('../degrade-without-redaction.ts'),
  },
};
