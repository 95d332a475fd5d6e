import { describe, expect, it } from 'vitest';
import type { Contract } from '../../contract/contract.ts';
import type { UnnumberedFinding } from '../../model/judgement.ts';
import type { Plan } from '../../plan/plan.ts';
import { journalFacts } from '../journal-facts.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { JournalBuilder } from '../testing/journal-builder.ts';
import { cells, testContract, testPlan } from '../testing/test-plan.ts';
import { judgeGovernance } from './judge-governance.ts';

/** A plan whose contract differs in some parts, and in which every key has a line of its own. */
const planOf = (contract: Partial<Contract>, lines: Plan['contractLines'] = {}): Plan =>
  testPlan({ contract: { ...testContract, ...contract }, contractLines: lines });
const owned = (parts: Partial<Contract['owner']>, lines?: Plan['contractLines']): Plan =>
  planOf({ owner: { ...testContract.owner, ...parts } }, lines);

function findingsOf(plan: Plan, journal: JournalBuilder = journalOf(plan)): readonly UnnumberedFinding[] {
  return judgeGovernance(plan, journalFacts(journal.events())).findings;
}

/** What a reader is told: about what, in which words, where it is declared and what was seen. */
function told({ fingerprint, title, headline, declared, seen }: UnnumberedFinding): readonly unknown[] {
  return [fingerprint, title, headline, declared.text, declared.line, seen.text];
}

function noteOf(
  id: string,
  plan: Plan,
  journal: JournalBuilder = journalOf(plan),
): string | null | undefined {
  const { checks } = judgeGovernance(plan, journalFacts(journal.events()));
  return checks.find((check) => check.id === id)?.note;
}

const risk = testContract.inputs['context.risk'];
const withRisk = (parts: Partial<Contract['inputs'][string]>, lines?: Plan['contractLines']): Plan =>
  planOf(
    { inputs: risk === undefined ? {} : { ...testContract.inputs, 'context.risk': { ...risk, ...parts } } },
    lines,
  );
const credential = (lifetimeMs: number, lines?: Plan['contractLines']): Plan =>
  planOf(
    { policyService: { ...testContract.policyService, credential: { kind: 'workload-token', lifetimeMs } } },
    lines,
  );

describe('what is not governed is told', () => {
  it('of an owner that nobody named', () => {
    const lines = { 'owner.team': 2, 'owner.contact': 3 };
    expect(findingsOf(owned({ team: 'TBD', contact: '-' }, lines)).map(told)).toEqual([
      [
        'ungoverned/owner.team',
        'The contract names no owner',
        'Of the contract itself, no team is named as the owner.',
        'owner.team “TBD”',
        2,
        'The team “TBD” is nobody.',
      ],
      [
        'ungoverned/owner.contact',
        'The contract names no contact',
        'Of the contract itself, nothing says where the owner is reached.',
        'owner.contact “-”',
        3,
        'The contact “-” is nobody.',
      ],
    ]);
  });

  it('of changes that nobody else approves', () => {
    expect(findingsOf(owned({ approvers: [] }, { 'owner.approvers': 4 })).map(told)).toContainEqual([
      'ungoverned/owner.approvers',
      'Nobody besides the owner approves changes of policy',
      'By the contract, nobody approves changes of policy.',
      'approvers none',
      4,
      'The owner is payments-iam; of the approvers none is anybody else.',
    ]);
    const own = owned({ approvers: ['payments-iam', ' Payments-IAM ', ' '] });
    expect(findingsOf(own)[0]).toMatchObject({
      headline: 'By the contract, only the owning team, payments-iam, approves changes of policy.',
      declared: { text: 'approvers payments-iam,  Payments-IAM ,  ' },
    });
    expect(findingsOf(owned({ team: ' payments-iam', approvers: ['payments-iam'] }))).toHaveLength(1);
  });

  it('of a glass that only the approver may break, or nobody', () => {
    const only = owned({ approvers: ['security'], breakGlass: ['security'] }, { 'owner.breakGlass': 5 });
    expect(findingsOf(only).map(told)).toEqual([
      [
        'ungoverned/owner.breakGlass',
        'Who breaks the glass is also the only approver',
        'By the contract, security alone approves every change, and breaks the glass.',
        'break-glass by security',
        5,
        'Where security cannot be reached, nothing can be approved and nothing be taken back.',
      ],
    ]);
    expect(findingsOf(owned({ breakGlass: [' ', ''] })).map(told)).toEqual([
      [
        'ungoverned/owner.breakGlass',
        'Nobody may break the glass',
        'By the contract, nobody may take a policy back that locks everybody out.',
        'break-glass by   or ',
        null,
        'A bad rule may deny the operator too, and there is no way past it.',
      ],
    ]);
    expect(noteOf('break-glass-held', owned({ breakGlass: [] }))).toMatch(/^The contract names nobody/);
  });

  it('of a contract that contradicts itself', () => {
    const problem = {
      severity: 'warning',
      code: 'contradiction',
      file: 'contract.yaml',
      line: 0,
      col: 1,
      length: 1,
      message: 'one thing is said, and another',
      excerpt: [],
    } as const;
    const warnings = [problem, { ...problem, line: 14, hint: 'say one of them' }];
    expect(findingsOf(testPlan({ warnings })).map(told)).toEqual([
      [
        'contradiction/one thing is said, and another',
        'The contract contradicts itself',
        'The contract contradicts itself: one thing is said, and another.',
        'one thing is said, and another',
        null,
        'Found when the contract was read.',
      ],
      [
        'contradiction/one thing is said, and another',
        'The contract contradicts itself',
        'The contract contradicts itself: one thing is said, and another.',
        'one thing is said, and another',
        14,
        'Found when the contract was read; say one of them.',
      ],
    ]);
  });

  it('of a credential that outlives a day', () => {
    const lines = { 'policyService.credential.lifetime': 30 };
    expect(findingsOf(credential(Infinity, lines)).map(told)).toEqual([
      [
        'long-lived-credential/policyService.credential.lifetime',
        'The credential for the policy service lives too long',
        'The workload-token with which the application asks the policy service is declared to live without an end; a day is the most.',
        'credential workload-token, without an end',
        30,
        'A lifetime of without an end.',
      ],
    ]);
  });

  it('of inputs of any source, age or wait', () => {
    const bare = withRisk({ from: ' ', maxAgeMs: null, timeoutMs: null }, { 'inputs.context.risk': 22 });
    expect(findingsOf(bare).map(told)).toEqual([
      [
        'ungoverned/inputs.context.risk',
        'The input context.risk is declared without a source, maxAge, timeout',
        'Of the input context.risk, which comes from elsewhere, the contract does not say a source, maxAge, timeout.',
        expect.stringContaining('context.risk'),
        22,
        'Nothing is said of a source, maxAge, timeout.',
      ],
    ]);
    expect(noteOf('inputs-governed', testPlan())).toBeNull();
    expect(noteOf('inputs-governed', planOf({ inputs: {} }))).toBe(
      'Every input is at hand in the application.',
    );
  });

  it('of an objective for rollbacks that is none', () => {
    const without = planOf(
      { policy: { ...testContract.policy, rollback: { objectiveMs: 0 } } },
      { 'policy.rollback.objective': 12 },
    );
    expect(findingsOf(without).map(told)).toEqual([
      [
        'ungoverned/policy.rollback.objective',
        'No objective is declared for taking a bad rule back',
        'The contract declares no objective for taking a bad rule back.',
        'rollback within 0 ms',
        12,
        'There is nothing to measure a rollback against.',
      ],
    ]);
  });

  it('of a log that need not hold what a decision rested on', () => {
    const decisionLog: Contract['decisionLog'] = { ...testContract.decisionLog, records: ['mode'] };
    expect(findingsOf(planOf({ decisionLog }, { 'decisionLog.records': 50 })).map(told)).toEqual([
      [
        'ungoverned/decisionLog.records',
        'The decision log is not declared to hold the inputs, the outcome and the policy revision',
        "By the contract a decision's record does not hold the inputs, the outcome and the policy revision.",
        'records mode',
        50,
        'the inputs, the outcome and the policy revision need not be recorded.',
      ],
    ]);
    expect(noteOf('log-fields', testPlan())).toBe('No record was seen.');
    expect(noteOf('inputs-recorded', planOf({ decisionLog }))).toBe(
      'The contract does not have inputs recorded.',
    );
  });

  it('at the closest line that the contract has, or at none', () => {
    const text = (lines: Plan['contractLines']): unknown =>
      findingsOf(owned({ approvers: [] }, lines)).find(({ check }) => check === 'approvers-independent')
        ?.declared.line;
    expect(text({ owner: 1, 'owner.approvers': 4 })).toBe(4);
    expect(text({ owner: 1 })).toBe(1);
    expect(text({})).toBeNull();
    expect(findingsOf(owned({ breakGlass: [' '] }, { owner: 1 }))[0]?.declared.line).toBe(1);
    expect(findingsOf(credential(Infinity, { policyService: 9 }))[0]?.declared.line).toBe(9);
    expect(findingsOf(credential(Infinity, { 'policyService.credential': 8 }))[0]?.declared.line).toBe(8);
    expect(findingsOf(withRisk({ maxAgeMs: null }, { inputs: 20 }))[0]?.declared.line).toBe(20);
  });
});

describe('what records show of inputs', () => {
  const plan = testPlan({ contractLines: { 'actions.payment:approve.uses': 61, actions: 60 } });
  const asking = (cell: number, inputs: readonly string[], count = 20): JournalBuilder =>
    journalOf(plan).askOften({ cell, mode: 'remote', at: 100, record: { inputs } }, count, 10);

  it('tells of an input that no record holds', () => {
    const [finding] = findingsOf(plan, asking(cells.aliceApprove, ['subject.roles']));
    expect(finding && told(finding)).toEqual([
      'unrecorded-input/payment:approve context.risk',
      'No record of payment:approve holds context.risk',
      'None of 20 records of payment:approve holds context.risk, which it is declared to use.',
      'payment:approve uses subject.roles, context.risk',
      61,
      '20 records, none with context.risk.',
    ]);
  });

  it('tells of an input that another action has declared, among the records of that action alone', () => {
    const journal = asking(cells.aliceRead, ['subject.roles', 'context.risk'], 5).askOften(
      {
        cell: cells.aliceApprove,
        mode: 'remote',
        at: 600,
        record: { inputs: ['subject.roles', 'context.risk'] },
      },
      30,
      10,
    );
    const [finding] = findingsOf(plan, journal);
    expect(finding && told(finding)).toEqual([
      'undeclared-input/invoice:read context.risk',
      'invoice:read rested on context.risk, which it does not declare',
      '5 of 5 recorded decisions on invoice:read rested on context.risk, which the contract does not name in its uses.',
      'invoice:read uses subject.roles',
      60,
      '5 of 5 records name context.risk.',
    ]);
    // A record is written a little after its decision.
    expect(finding?.seen).toMatchObject({ count: 5, of: 5, first: 205, last: 245 });
    expect(finding?.seen.decisions).toHaveLength(3);
  });

  it('is content with one record that holds it', () => {
    const journal = asking(cells.aliceApprove, ['subject.roles']).ask({
      cell: cells.aliceApprove,
      mode: 'remote',
      at: 900,
      record: { inputs: ['subject.roles', 'context.risk'] },
    });
    expect(findingsOf(plan, journal)).toEqual([]);
  });

  it('says where there is nothing to tell from', () => {
    expect(noteOf('inputs-declared', plan)).toBe(
      'No record of a decision names the inputs that it rested on.',
    );
    expect(noteOf('inputs-recorded', plan)).toBe('No action has enough records to tell what they hold.');
    const enough = asking(cells.aliceApprove, ['subject.roles', 'context.risk']);
    for (const id of ['inputs-declared', 'inputs-recorded', 'log-fields'])
      expect(noteOf(id, plan, enough)).toBeNull();
  });
});

describe('a question that cannot be asked', () => {
  it('has judged nothing, and spoils no other', () => {
    const contract: Contract = {
      ...testContract,
      get decisionLog(): Contract['decisionLog'] {
        throw new Error('no such thing');
      },
    };
    const plan = testPlan({ contract });
    const { checks, findings } = judgeGovernance(plan, journalFacts(journalOf(plan).events()));
    expect(checks.find(({ id }) => id === 'log-fields')).toMatchObject({
      outcome: 'inconclusive',
      judged: 0,
      inconclusive: 1,
      note: 'The check itself failed: no such thing',
      violations: [],
    });
    expect(checks.find(({ id }) => id === 'owner-named')?.outcome).toBe('pass');
    expect(findings).toEqual([]);
  });
});

function isNobody(team: string): boolean {
  return findingsOf(owned({ team })).some(({ check }) => check === 'owner-named');
}

describe('a placeholder', () => {
  it.each([
    'TBD',
    't.b.a.',
    'TBC',
    'todo',
    'To Do',
    'none',
    'n/a',
    'NA',
    'changeme',
    'change me',
    'xxx',
    '???',
    '---',
    '...',
    ' ',
    '',
  ])('names nobody: “%s”', (team) => expect(isNobody(team)).toBe(true));

  it.each(['payments-iam', 'the owner', 'team-x', 'tbd-platform', 'none of us', 'x-men'])(
    'is not “%s”',
    (team) => expect(isNobody(team)).toBe(false),
  );
});
