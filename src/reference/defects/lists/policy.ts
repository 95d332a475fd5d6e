import type { Defects } from '../defect.ts';

/** What can be wrong with whom a policy is about, and which one it is. */
export const policyDefects: Defects = {
  'expired-bundle-kept': {
    description: 'decides on a policy that nobody has confirmed for too long',
    shownBy: { scenario: 'bundle-down', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../expired-bundle-kept.ts'),
  },
  'expired-bundle-dropped': {
    description: 'denies what it could decide on a policy that is declared to be kept',
    shownBy: { scenario: 'bundle-expired-keep', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../expired-bundle-dropped.ts'),
  },
  'policy-activation-skipped-on-one-replica': {
    description: 'stays with its first policy on one of the replicas',
    shownBy: { scenario: 'revocation-while-out', check: 'no-revoked-allow', violation: 'revoked-allow' },
    load: () => import('../policy-activation-skipped-on-one-replica.ts'),
  },
  'rollback-taken-for-replay': {
    description: 'refuses an earlier policy that is published again as a replay',
    shownBy: {
      scenario: 'rollback-bad-deny',
      check: 'rollback-within-objective',
      violation: 'rollback-overrun',
    },
    load: () => import('../rollback-taken-for-replay.ts'),
  },
  'one-worker-lags-behind': {
    description: 'decides by two policies in turn for a while when there is a new one',
    shownBy: { scenario: 'rollback-bad-deny', check: 'replicas-agree', violation: 'skew' },
    load: () => import('../one-worker-lags-behind.ts'),
  },
  'revocation-ignored-locally': {
    description: 'decides by its first policy what it decides in the process',
    shownBy: { scenario: 'revocation-while-out', check: 'no-revoked-allow', violation: 'revoked-allow' },
    load: () => import('../revocation-ignored-locally.ts'),
  },
  'agent-treated-as-its-principal': {
    description: 'decides in the process as for its principal where an agent asks',
    shownBy: { scenario: 'delegation-withdrawn', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../agent-treated-as-its-principal.ts'),
  },
  'undeclared-action-allowed': {
    description: 'allows what no policy speaks of',
    shownBy: { scenario: 'undeclared-actions', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../undeclared-action-allowed.ts'),
  },
  'unpublished-policy-in-force': {
    description: 'decides by a policy that nobody has published',
    shownBy: { scenario: 'rollback-bad-deny', check: 'no-unverified-policy', violation: 'unverified-policy' },
    load: () => import('../unpublished-policy-in-force.ts'),
  },
};
