import type { Defects } from '../defect.ts';

/** What can be wrong with how a policy comes into force, how long it stays, and how it goes. */
export const distributionDefects: Defects = {
  'acknowledged-but-not-active': {
    description: 'names a new policy a while before it decides by it',
    shownBy: { scenario: 'rollback-embedded', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../acknowledged-but-not-active.ts'),
  },
  'activation-tears': {
    description: 'takes the sets of a new policy up one after the other, under the number of the old one',
    shownBy: { scenario: 'rollback-embedded', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../activation-tears.ts'),
  },
  'partial-activation': {
    description: 'decides by new rules on the facts of the policy before',
    shownBy: { scenario: 'rollback-bad-data', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../partial-activation.ts'),
  },
  'policy-cleared-while-reloading': {
    description: 'has no rules at all while it loads new ones',
    shownBy: { scenario: 'rollback-embedded', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../policy-cleared-while-reloading.ts'),
  },
  'last-good-dropped-on-bad-bundle': {
    description: 'loses the policy that it has over one that it refuses',
    shownBy: { scenario: 'bundle-untrusted', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../last-good-dropped-on-bad-bundle.ts'),
  },
  'empty-policy-allows': {
    description: 'allows everything where a policy has no rule',
    shownBy: { scenario: 'rollback-emptied-policy', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../empty-policy-allows.ts'),
  },
  'failing-rule-skipped': {
    description: 'passes over a rule that fails, also where it would have forbidden',
    shownBy: { scenario: 'rollback-failing-forbid', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../failing-rule-skipped.ts'),
  },
  'frozen-distribution-believed': {
    description: 'takes a policy for current as long as anybody says that it is',
    shownBy: { scenario: 'rollback-frozen-distribution', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../frozen-distribution-believed.ts'),
  },
  'repeated-confirmation-accepted': {
    description: 'takes the same confirmation of a policy again and again',
    shownBy: { scenario: 'rollback-frozen-distribution', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../repeated-confirmation-accepted.ts'),
  },
  'confirmation-held-against-own-clock': {
    description: 'takes no confirmation from a machine whose clock differs from its own',
    shownBy: { scenario: 'process-clock', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../confirmation-held-against-own-clock.ts'),
  },
  'refused-bundle-confirmed-by-304': {
    description: 'takes its policy for current because the one that it refused is',
    shownBy: { scenario: 'bundle-refused-for-long', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../refused-bundle-confirmed-by-304.ts'),
  },
  'age-reset-by-restart': {
    description: 'takes a policy for current because it has just been started with it',
    shownBy: { scenario: 'rollback-restarted-cut-off', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../age-reset-by-restart.ts'),
  },
  'saved-policy-one-behind': {
    description: 'comes back from a restart with the policy before the last',
    shownBy: {
      scenario: 'rollback-replayed-after-restart',
      check: 'no-wrong-allow',
      violation: 'wrong-allow',
    },
    load: () => import('../saved-policy-one-behind.ts'),
  },
  'poll-backs-off-for-ever': {
    description: 'asks ever more seldom for a policy that it does not get',
    shownBy: { scenario: 'bundle-down', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../poll-backs-off-for-ever.ts'),
  },
};
