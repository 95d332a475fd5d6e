import type { Defects } from '../defect.ts';

/** What can be wrong with what decisions rest on. */
export const inputDefects: Defects = {
  'stale-context-accepted': {
    description: 'decides on context values however old they are',
    shownBy: { scenario: 'context-frozen', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../stale-context-accepted.ts'),
  },
  'stale-held-input-preferred': {
    description: 'asks for an input once, and takes it for new ever after',
    shownBy: { scenario: 'context-down', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../stale-held-input-preferred.ts'),
  },
  'missing-attribute-is-false': {
    description: 'asks the policy without an input that is missing',
    shownBy: { scenario: 'context-unusable', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../missing-attribute-is-false.ts'),
  },
  'wrong-type-accepted': {
    description: 'takes an input of the wrong type for a harmless one',
    shownBy: { scenario: 'context-unusable', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../wrong-type-accepted.ts'),
  },
  'partial-batch-default-low': {
    description: 'gives a usual value to those whom the context service does not know',
    shownBy: { scenario: 'context-wrong-values', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../partial-batch-default-low.ts'),
  },
  'future-timestamp-accepted': {
    description: 'takes a value that is stamped in the future for a new one',
    shownBy: { scenario: 'context-wrong-values', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../future-timestamp-accepted.ts'),
  },
  'replayed-value-accepted': {
    description: 'counts the age of an input from its arrival',
    shownBy: { scenario: 'context-wrong-values', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../replayed-value-accepted.ts'),
  },
  'ignorable-input-denied': {
    description: 'denies for want of an input that may be ignored',
    shownBy: { scenario: 'context-ignored', check: 'no-wrong-deny', violation: 'wrong-deny' },
    load: () => import('../ignorable-input-denied.ts'),
  },
  'input-timeout-ignored': {
    description: 'waits for inputs longer than declared, whatever the caller’s budget',
    shownBy: { scenario: 'context-slow', check: 'within-budget', violation: 'late' },
    load: () => import('../input-timeout-ignored.ts'),
  },
  'crash-on-malformed-input': {
    description: 'ends when the context service does not answer with JSON',
    shownBy: { scenario: 'context-unusable', check: 'decision-given', violation: 'no-decision' },
    load: () => import('../crash-on-malformed-input.ts'),
  },
  'undeclared-input-used': {
    description: 'lets decisions rest on an input that the contract does not have',
    shownBy: { scenario: 'context-broken-off', check: 'inputs-declared', violation: 'undeclared-input' },
    load: () => import('../undeclared-input-used.ts'),
  },
};
