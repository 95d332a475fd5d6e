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
  'cache-keyed-without-subject': {
    description: 'repeats a cached decision for whoever asks',
    shownBy: { scenario: 'policy-service-refused', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../cache-keyed-without-subject.ts'),
  },
  'cache-keyed-without-resource': {
    description: 'repeats a cached decision for whatever resource is asked for',
    shownBy: { scenario: 'undeclared-actions', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../cache-keyed-without-resource.ts'),
  },
  'cache-refreshed-by-its-own-hits': {
    description: 'makes a cached decision young again each time it is repeated',
    shownBy: { scenario: 'policy-service-black-hole', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../cache-refreshed-by-its-own-hits.ts'),
  },
  'cache-by-wall-clock': {
    description: 'counts the ages of cached decisions on a clock that can be set back',
    shownBy: { scenario: 'process-clock', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../cache-by-wall-clock.ts'),
  },
  'one-replica-forgets': {
    description: 'caches nothing on one of the replicas',
    shownBy: { scenario: 'policy-service-stopped', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../one-replica-forgets.ts'),
  },
  'mode-misreported': {
    description: 'says that a repeated decision is a new one of the policy service',
    shownBy: {
      scenario: 'policy-service-not-an-answer',
      check: 'declared-mode',
      violation: 'undeclared-mode',
    },
    load: () => import('../mode-misreported.ts'),
  },
};
