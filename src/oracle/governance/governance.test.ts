import { describe, expect, it } from 'vitest';
import type { Contract } from '../../contract/contract.ts';
import type { CheckOutcome } from '../../model/check.ts';
import type { Problem } from '../../model/problem.ts';
import type { Violation } from '../../model/violation.ts';
import type { Plan } from '../../plan/plan.ts';
import { journalFacts } from '../journal-facts.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { JournalBuilder } from '../testing/journal-builder.ts';
import { cells, testContract, testPlan } from '../testing/test-plan.ts';
import { judgeGovernance } from './judge-governance.ts';
import { governanceChecks } from './registry.ts';

const planOf = (contract: Partial<Contract>): Plan =>
  testPlan({ contract: { ...testContract, ...contract } });
const owner = (parts: Partial<Contract['owner']>): Plan =>
  planOf({ owner: { ...testContract.owner, ...parts } });
const policy = (parts: Partial<Contract['policy']>): Plan =>
  planOf({ policy: { ...testContract.policy, ...parts } });
const lifetime = (lifetimeMs: number): Plan =>
  planOf({
    policyService: { ...testContract.policyService, credential: { kind: 'workload-token', lifetimeMs } },
  });
const records = (...held: Contract['decisionLog']['records']): Plan =>
  planOf({ decisionLog: { ...testContract.decisionLog, records: held } });
const risk = testContract.inputs['context.risk'];
const riskWithout = (parts: Partial<Contract['inputs'][string]>): Plan =>
  planOf({
    inputs: risk === undefined ? {} : { ...testContract.inputs, 'context.risk': { ...risk, ...parts } },
  });
const { 'invoice:list': listing, ...others } = testContract.actions;
const localOnly = (lifetimeMs: number): Plan =>
  testPlan({
    contract: {
      ...lifetime(lifetimeMs).contract,
      actions: listing === undefined ? {} : { 'invoice:list': listing },
    },
    cells: testPlan().cells.slice(0, 1),
  });

const contradiction: Problem = {
  severity: 'warning',
  code: 'contradiction',
  file: 'fixtures/ledger/contract.yaml',
  line: 14,
  col: 3,
  length: 4,
  message: 'one thing is said, and another',
  hint: 'say one of them',
  excerpt: [],
};
const warned = (parts: Partial<Problem>): Plan =>
  testPlan({
    warnings: [{ ...contradiction, ...parts }],
    contractLines: { 'policyService.credential.lifetime': 30 },
  });

/** An action asked often enough to tell, with records that hold these inputs. */
const recorded =
  (cell: number, inputs: readonly string[], mode: 'local' | 'remote' | 'deny' = 'remote', count = 20) =>
  (plan: Plan): JournalBuilder =>
    journalOf(plan).askOften({ cell, mode, at: 100, record: { inputs } }, count, 10);
const nothing = (plan: Plan): JournalBuilder => journalOf(plan);
const sound = testPlan();
const both = ['subject.roles', 'context.risk'];

/** For every check what makes it fail, and that what is nearest to it does not. */
const cases: readonly (readonly [
  id: string,
  outcome: CheckOutcome,
  why: string,
  plan: Plan,
  journal?: (plan: Plan) => JournalBuilder,
])[] = [
  ['owner-named', 'pass', 'a team and where it is reached', sound],
  ['owner-named', 'fail', 'a placeholder for the team', owner({ team: 'TBD' })],
  ['owner-named', 'fail', 'a placeholder for the contact', owner({ contact: ' n/a ' })],
  ['owner-named', 'pass', 'a team whose name begins like a placeholder', owner({ team: 'todos-platform' })],
  ['break-glass-held', 'pass', 'somebody who may break it', owner({ breakGlass: ['on-call'] })],
  ['break-glass-held', 'not-applicable', 'nobody', owner({ breakGlass: [] })],
  ['break-glass-held', 'fail', 'a name that is none', owner({ breakGlass: [' '] })],
  [
    'break-glass-held',
    'fail',
    'the only approver',
    owner({ approvers: ['security'], breakGlass: ['Security '] }),
  ],
  [
    'break-glass-held',
    'pass',
    'one of several approvers',
    owner({ approvers: ['security', 'payments-iam'], breakGlass: ['security'] }),
  ],
  [
    'break-glass-held',
    'pass',
    'the only approver, and somebody else',
    owner({ approvers: ['security'], breakGlass: ['security', 'on-call'] }),
  ],
  ['approvers-independent', 'pass', 'an approver who is somebody else', sound],
  ['approvers-independent', 'fail', 'no approver', owner({ approvers: [] })],
  ['approvers-independent', 'fail', 'the owner alone', owner({ approvers: ['Payments-IAM'] })],
  ['approvers-independent', 'pass', 'the owner and another', owner({ approvers: ['payments-iam', 'risk'] })],
  ['contract-consistent', 'pass', 'nothing found on load', sound],
  ['contract-consistent', 'fail', 'a contradiction found on load', warned({})],
  ['contract-consistent', 'pass', 'a warning of another kind', warned({ code: 'no-recovery' })],
  ['contract-consistent', 'pass', 'what the credential check tells', warned({ line: 30 })],
  ['inputs-declared', 'not-applicable', 'no record', sound, nothing],
  ['inputs-declared', 'not-applicable', 'records without inputs', sound, recorded(cells.aliceApprove, [])],
  ['inputs-declared', 'pass', 'what is declared', sound, recorded(cells.aliceApprove, both)],
  [
    'inputs-declared',
    'pass',
    'less than is declared',
    sound,
    recorded(cells.aliceApprove, ['subject.roles']),
  ],
  [
    'inputs-declared',
    'fail',
    'an input nobody knows',
    sound,
    recorded(cells.aliceRead, ['device.id'], 'remote', 1),
  ],
  ['inputs-declared', 'fail', 'an input of another action', sound, recorded(cells.aliceRead, both)],
  ['inputs-governed', 'pass', 'a source, an age, a wait', sound],
  ['inputs-governed', 'fail', 'a value of any age', riskWithout({ maxAgeMs: null })],
  ['inputs-governed', 'fail', 'a wait without end', riskWithout({ timeoutMs: null })],
  ['inputs-governed', 'not-applicable', 'nothing from elsewhere', planOf({ inputs: {} })],
  ['inputs-recorded', 'pass', 'records with all of it', sound, recorded(cells.aliceApprove, both)],
  [
    'inputs-recorded',
    'fail',
    'records that never hold it',
    sound,
    recorded(cells.aliceApprove, ['subject.roles']),
  ],
  [
    'inputs-recorded',
    'not-applicable',
    'too few to tell',
    sound,
    recorded(cells.aliceApprove, [], 'remote', 19),
  ],
  [
    'inputs-recorded',
    'pass',
    'a hybrid action denied by its local rule',
    sound,
    recorded(cells.aliceApprove, ['subject.roles'], 'local'),
  ],
  ['inputs-recorded', 'not-applicable', 'fallback denies', sound, recorded(cells.aliceApprove, [], 'deny')],
  [
    'inputs-recorded',
    'pass',
    'an input that may be ignored',
    riskWithout({ onMissing: 'ignore' }),
    recorded(cells.aliceApprove, ['subject.roles']),
  ],
  [
    'inputs-recorded',
    'not-applicable',
    'a log that holds no inputs',
    records('outcome'),
    recorded(cells.aliceApprove, []),
  ],
  ['credential-short-lived', 'pass', 'a quarter of an hour', sound],
  ['credential-short-lived', 'pass', 'a day', lifetime(86_400_000)],
  ['credential-short-lived', 'fail', 'more than a day', lifetime(86_400_001)],
  ['credential-short-lived', 'fail', 'no end', lifetime(Infinity)],
  ['credential-short-lived', 'not-applicable', 'nobody to show it to', localOnly(Infinity)],
  ['rollback-declared', 'pass', 'an objective', sound],
  ['rollback-declared', 'fail', 'an objective that is none', policy({ rollback: { objectiveMs: Infinity } })],
  ['log-fields', 'pass', 'all three', records('input', 'outcome', 'policyRevision')],
  ['log-fields', 'fail', 'no revision', records('input', 'outcome', 'mode')],
];

describe('a question of governance', () => {
  it.for(cases)('%s: %s with %s', ([id, outcome, , plan, journal = nothing]) => {
    const report = judgeGovernance(plan, journalFacts(journal(plan).events()));
    const check = report.checks.find((one) => one.id === id);
    expect(check?.outcome).toBe(outcome);
    expect(check?.violations.length).toBe(outcome === 'fail' ? 1 : 0);
    expect(report.findings.filter((finding) => finding.check === id)).toHaveLength(check?.failed ?? 0);
  });

  it('is asked of every contract, and fails for what it explains', () => {
    expect(new Set(cases.map(([id]) => id))).toEqual(new Set(governanceChecks.map(({ info }) => info.id)));
    const explained = new Map(governanceChecks.map(({ info, explains }) => [info.id, explains]));
    for (const [id, , , plan, journal = nothing] of cases) {
      const report = judgeGovernance(plan, journalFacts(journal(plan).events()));
      const violations: readonly Violation[] = report.checks.find((one) => one.id === id)?.violations ?? [];
      for (const violation of violations) expect(explained.get(id)).toContain(violation);
    }
  });

  it('says what is the matter, where it is declared, and by which records', () => {
    const report = judgeGovernance(
      { ...sound, contractLines: { 'actions.invoice:read': 40 } },
      journalFacts(recorded(cells.aliceRead, ['subject.roles', 'device.id'])(sound).events()),
    );
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({
      fingerprint: 'undeclared-input/invoice:read device.id',
      severity: 'major',
      headline:
        '20 of 20 recorded decisions on invoice:read rested on device.id, which the contract does not know.',
      declared: { text: 'invoice:read uses subject.roles', file: 'fixtures/ledger/contract.yaml', line: 40 },
      seen: { count: 20, of: 20, replicas: ['r0'], decisions: ['d-1', 'd-2', 'd-3'] },
    });
  });

  it('points to the line of a contradiction', () => {
    const report = judgeGovernance(warned({}), journalFacts(journalOf(sound).events()));
    expect(report.findings[0]?.declared).toEqual({
      text: 'one thing is said, and another',
      file: 'fixtures/ledger/contract.yaml',
      line: 14,
    });
  });

  it('tells what a way of distribution means for taking a rule back', () => {
    const notes = (['signed-bundle', 'release', 'runtime-fetch'] as const).map((distribution) => {
      const report = judgeGovernance(policy({ distribution }), journalFacts(journalOf(sound).events()));
      return report.checks.find(({ id }) => id === 'rollback-declared')?.note;
    });
    expect(notes).toEqual([
      null,
      expect.stringContaining('by a release'),
      expect.stringContaining('no replica'),
    ]);
  });

  it('does not judge records of what the contract does not declare', () => {
    const undeclared = testPlan({ contract: { ...testContract, actions: others } });
    const report = judgeGovernance(
      undeclared,
      journalFacts(recorded(cells.aliceList, ['device.id'])(undeclared).events()),
    );
    expect(report.findings).toEqual([]);
  });
});
