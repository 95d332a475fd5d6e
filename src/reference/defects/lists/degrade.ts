import type { Defects } from '../defect.ts';

/** What can be wrong with deciding more coarsely. */
export const degradeDefects: Defects = {
  'degrade-without-redaction': {
    description: 'answers degraded requests with the data that had to be hidden',
    shownBy: {
      scenario: 'policy-service-server-errors',
      check: 'obligations-kept',
      violation: 'obligation-missed',
    },
    load: () => import('../degrade-without-redaction.ts'),
  },
  'redaction-of-first-row-only': {
    description: 'hides what must be hidden in the first row of a degraded answer only',
    shownBy: {
      scenario: 'policy-service-not-json',
      check: 'obligations-kept',
      violation: 'obligation-missed',
    },
    load: () => import('../redaction-of-first-row-only.ts'),
  },
  'degrade-allows-writes': {
    description: 'lets the local rule alone decide on payments while the policy service is out',
    shownBy: { scenario: 'policy-service-not-let-in', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../degrade-allows-writes.ts'),
  },
  'degrade-policy-too-wide': {
    description: 'lets everybody who is known do what degrades',
    shownBy: { scenario: 'policy-service-slow', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../degrade-policy-too-wide.ts'),
  },
  'denies-instead-of-degrading': {
    description: 'denies what should be decided by the coarse policy',
    shownBy: { scenario: 'policy-service-broken-off', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../denies-instead-of-degrading.ts'),
  },
  'fallback-lingers': {
    description: 'has a circuit breaker that closes long after the policy service is back',
    shownBy: {
      scenario: 'policy-service-not-an-answer',
      check: 'normal-after-healing',
      violation: 'slow-recovery',
    },
    load: () => import('../fallback-lingers.ts'),
  },
  'hybrid-skips-remote-when-slow': {
    description: 'leaves it at the local rule where the policy service is slow',
    shownBy: { scenario: 'policy-service-slow', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../hybrid-skips-remote-when-slow.ts'),
  },
};
