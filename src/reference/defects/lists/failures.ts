import type { Defects } from '../defect.ts';

/** What can be wrong with what is done, or kept, after a failure, and before there is any policy. */
export const failureDefects: Defects = {
  'retry-storm': {
    description: 'asks a policy service that turns it away four times instead of once',
    shownBy: { scenario: 'policy-service-server-errors', check: 'no-request-storm', violation: 'herd' },
    load: () => import('../retry-storm.ts'),
  },
  'herd-on-recovery': {
    description: 'asks everything again at once when the policy service is back',
    shownBy: { scenario: 'load-recovery', check: 'no-request-storm', violation: 'herd' },
    load: () => import('../herd-on-recovery.ts'),
  },
  'budget-ignored': {
    description: 'waits for the policy service as long as that takes',
    shownBy: { scenario: 'policy-service-black-hole', check: 'decision-given', violation: 'no-decision' },
    load: () => import('../budget-ignored.ts'),
  },
  'error-cached-as-allow': {
    description: 'puts an allow into its cache when it got no answer',
    shownBy: { scenario: 'policy-service-flapping', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../error-cached-as-allow.ts'),
  },
  'error-cached-as-deny': {
    description: 'goes on denying for a while what it once got no answer to',
    shownBy: { scenario: 'policy-service-flapping', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../error-cached-as-deny.ts'),
  },
  'first-failure-memoised-for-ever': {
    description: 'never asks the policy service again once that has failed',
    shownBy: { scenario: 'policy-service-refused', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../first-failure-memoised-for-ever.ts'),
  },
  'cold-start-allows': {
    description: 'allows what is decided in the process until it has a policy',
    shownBy: {
      scenario: 'process-cold-start-no-policy',
      check: 'no-stale-allow',
      violation: 'stale-allow',
    },
    load: () => import('../cold-start-allows.ts'),
  },
  'credential-never-renewed': {
    description: 'stops renewing its credential once the policy service could not be asked',
    shownBy: { scenario: 'credential-expired', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../credential-never-renewed.ts'),
  },
  'credential-cached-for-ever': {
    description: 'goes on showing a credential that is refused',
    shownBy: { scenario: 'credential-refused', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../credential-cached-for-ever.ts'),
  },
};
