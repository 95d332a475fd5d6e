import type { Defects } from '../defect.ts';

/** What can be wrong with whom a policy is about, and which one it is. */
export const policyDefects: Defects = {
  'expired-bundle-kept': {
    description: 'decides on a policy that nobody has confirmed for too long',
    shownBy: { scenario: 'bundle-out-of-reach', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../expired-bundle-kept.ts'),
  },
  'policy-activation-skipped-on-one-replica': {
    description: 'stays with its first policy on one of the replicas',
    shownBy: { scenario: 'rollback-bad-allow', check: 'replicas-agree', violation: 'skew' },
    load: () => import('../policy-activation-skipped-on-one-replica.ts'),
  },
  'revocation-ignored-locally': {
    description: 'remembers local decisions whatever policy is in force since',
    shownBy: { scenario: 'revocation-cut-off', check: 'no-revoked-allow', violation: 'revoked-allow' },
    load: () => import('../revocation-ignored-locally.ts'),
  },
  'agent-treated-as-its-principal': {
    description: 'decides as for its principal where an agent asks',
    shownBy: { scenario: 'delegation-withdrawn', check: 'no-revoked-allow', violation: 'revoked-allow' },
    load: () => import('../agent-treated-as-its-principal.ts'),
  },
  'undeclared-action-allowed': {
    description: 'allows what no policy speaks of',
    shownBy: { scenario: 'undeclared-actions', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../undeclared-action-allowed.ts'),
  },
};
