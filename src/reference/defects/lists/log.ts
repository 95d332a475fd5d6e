import type { Defects } from '../defect.ts';

/** What can be wrong with writing decisions down. */
export const logDefects: Defects = {
  'decision-not-logged': {
    description: 'logs only what a policy decided, not the fallbacks',
    shownBy: { scenario: 'policy-service-not-json', check: 'log-complete', violation: 'unlogged' },
    load: () => import('../decision-not-logged.ts'),
  },
  'log-dropped-on-sink-failure': {
    description: 'drops the records that are made while the log sink is down',
    shownBy: { scenario: 'log-sink-down', check: 'log-complete', violation: 'unlogged' },
    load: () => import('../log-dropped-on-sink-failure.ts'),
  },
  'log-wrong-outcome': {
    description: 'logs what the policy service said and not what the fallback did',
    shownBy: { scenario: 'policy-service-not-an-answer', check: 'log-accurate', violation: 'misrecorded' },
    load: () => import('../log-wrong-outcome.ts'),
  },
  'log-wrong-revision': {
    description: 'logs the policy revision that it had at first',
    shownBy: { scenario: 'rollback-bad-deny', check: 'log-accurate', violation: 'misrecorded' },
    load: () => import('../log-wrong-revision.ts'),
  },
  'log-without-inputs': {
    description: 'logs decisions without what they rest on',
    shownBy: { scenario: 'log-sink-failing', check: 'log-accurate', violation: 'misrecorded' },
    load: () => import('../log-without-inputs.ts'),
  },
  'log-blocks-decision': {
    description: 'answers only when the log sink has answered',
    shownBy: { scenario: 'log-sink-failing', check: 'within-budget', violation: 'late' },
    load: () => import('../log-blocks-decision.ts'),
  },
};
