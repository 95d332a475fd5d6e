import type { Defects } from '../defect.ts';

/** What can be wrong with believing an answer of the policy service. */
export const beliefDefects: Defects = {
  'fail-open-on-500': {
    description: 'allows when the policy service says that it is in trouble',
    shownBy: { scenario: 'policy-service-server-errors', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../fail-open-on-500.ts'),
  },
  'fail-open-on-malformed': {
    description: 'allows when an answer of the policy service cannot be parsed',
    shownBy: { scenario: 'policy-service-not-json', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../fail-open-on-malformed.ts'),
  },
  'empty-200-is-allow': {
    description: 'takes a status 200 without a body for an allow',
    shownBy: { scenario: 'policy-service-not-json', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../empty-200-is-allow.ts'),
  },
  'html-is-allow': {
    description: 'finds an allow in the page of somebody’s proxy',
    shownBy: { scenario: 'policy-service-not-json', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../html-is-allow.ts'),
  },
  'string-true-is-true': {
    description: 'takes a decision that is a text for an allow, whatever it says',
    shownBy: { scenario: 'policy-service-not-an-answer', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../string-true-is-true.ts'),
  },
  'missing-decision-is-allow': {
    description: 'allows what an answer does not forbid, decision or no decision',
    shownBy: { scenario: 'policy-service-not-an-answer', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../missing-decision-is-allow.ts'),
  },
  'believes-other-answer': {
    description: 'does not ask whether an answer is to its own request',
    shownBy: { scenario: 'policy-service-not-an-answer', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../believes-other-answer.ts'),
  },
  'follows-redirect': {
    description: 'lets itself be sent elsewhere and believes what is said there',
    shownBy: { scenario: 'policy-service-not-an-answer', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../follows-redirect.ts'),
  },
  'status-401-is-allow': {
    description: 'allows when its own credential is refused',
    shownBy: { scenario: 'credential-refused', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../status-401-is-allow.ts'),
  },
  'status-404-is-allow': {
    description: 'allows what the policy service does not find',
    shownBy: { scenario: 'policy-service-not-let-in', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../status-404-is-allow.ts'),
  },
};
