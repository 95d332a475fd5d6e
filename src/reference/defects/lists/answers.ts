import type { Defects } from '../defect.ts';

/** What can be wrong with asking the policy service. */
export const answerDefects: Defects = {
  'fail-open-on-timeout': {
    description: 'allows when the policy service does not answer in time',
    shownBy: { scenario: 'policy-service-black-hole', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../fail-open-on-timeout.ts'),
  },
  'crash-on-outage': {
    description: 'ends when the policy service cannot be asked',
    shownBy: { scenario: 'policy-service-refused', check: 'decision-given', violation: 'no-decision' },
    load: () => import('../crash-on-outage.ts'),
  },
  'retry-past-budget': {
    description: 'asks the policy service again and again, whatever the caller’s budget',
    shownBy: { scenario: 'policy-service-black-hole', check: 'within-budget', violation: 'late' },
    load: () => import('../retry-past-budget.ts'),
  },
};
