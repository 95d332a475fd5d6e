import type { Governance, ScenarioResult } from '../../model/result.ts';
import { checkResult, sampleChecks } from './sample-checks.ts';

/** A run with one contract, of which a variant polls long, and with every kind of change. */
export function sampleGovernance(scenarios: readonly ScenarioResult[]): Governance {
  const ids = scenarios.map(({ id }) => id);
  const none = { checks: [], distributions: [], changes: [] };
  const drilledIn = scenarios.filter(({ rollback: taken }) => taken !== null).map(({ id }) => id);
  const rollback = { objectiveMs: 5_000, drilledIn };
  if (ids.length === 0) return { rollback, ...none };
  const distribution = {
    way: 'signed-bundle',
    pollEveryMs: 1_000,
    longPollMs: null,
    maxAgeMs: 3_000,
    onExpired: 'deny',
    approvers: ['payments-iam', 'security'],
    breakGlass: ['on-call'],
  } as const;
  const [first = '', ...others] = ids;
  const approved = { by: 'authz-drill', approvedBy: 'payments-iam', breakGlass: false };
  const unapproved = { by: 'authz-drill', approvedBy: null, breakGlass: false };
  return {
    checks: sampleGovernanceChecks,
    rollback,
    distributions: [
      { ...distribution, scenarios: others },
      { ...distribution, longPollMs: 2_000, scenarios: [first] },
    ],
    changes: [
      { kind: 'publish', outcome: 'served', ...approved, count: 14, scenarios: ids },
      { kind: 'publish', outcome: 'refused', ...unapproved, count: 2, scenarios: [first] },
      { kind: 'rollback', outcome: 'served', ...approved, count: 13, scenarios: ids },
      {
        kind: 'rollback',
        outcome: 'served',
        by: 'on-call',
        approvedBy: null,
        breakGlass: true,
        count: 1,
        scenarios: [first],
      },
    ],
  };
}

const governed = {
  ...checkResult(sampleChecks.decision, 'pass', { judged: 12 }),
  category: 'evidence',
  severity: 'minor',
} as const;

const sampleGovernanceChecks: Governance['checks'] = [
  {
    ...governed,
    id: 'owner-named',
    title: 'Somebody answers for the contract, and can be reached',
    failureTitle: 'Nobody answers for the contract',
  },
  {
    ...governed,
    id: 'rollback-declared',
    title: 'How policy is distributed, and how fast it is taken back, is declared',
    failureTitle: 'No objective is declared for taking a bad rule back',
    note: 'Policy comes with the release: a bad rule is taken back by a release to every replica.',
  },
];
