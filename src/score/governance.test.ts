import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../model/check.ts';
import type { ScenarioJudgement, UnnumberedFinding } from '../model/judgement.ts';
import { scoreRun } from './score-run.ts';
import { check, finding, governanceReport, judgement } from './testing/judgements.ts';

const governed = (parts: Partial<CheckResult>): CheckResult =>
  check({ id: 'owner-named', category: 'evidence', severity: 'minor', ...parts });
const ungoverned = (parts: Partial<UnnumberedFinding> = {}): UnnumberedFinding =>
  finding({
    fingerprint: 'ungoverned/owner',
    check: 'owner-named',
    violation: 'ungoverned',
    fault: null,
    ...parts,
  });

function one(
  id: string,
  index: number,
  governance: Partial<ScenarioJudgement['governance']>,
): ScenarioJudgement {
  return judgement({ id }, { index, governance: governanceReport(governance) });
}

describe('governance of a run', () => {
  it('fails the run, though no scenario has failed, and counts in the grade', () => {
    const failed = { checks: [governed({ outcome: 'fail', failed: 1 })], findings: [ungoverned()] };
    const result = scoreRun([one('a', 0, failed), one('b', 1, { checks: [governed({})] })]);
    expect(result.verdict).toBe('fail');
    expect(result.scenarios.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    expect(result.headline).toBe(ungoverned().headline);
    expect(result.governance.checks).toMatchObject([{ id: 'owner-named', outcome: 'fail', failed: 1 }]);
    expect(result.categories.find(({ category }) => category === 'evidence')).toMatchObject({
      score: 0,
      checks: 1,
    });
  });

  it('tells what is wrong with a contract once, whichever scenarios share it', () => {
    const shared = { findings: [ungoverned({ scenario: 'a' })], checks: [governed({ outcome: 'fail' })] };
    const other = ungoverned({ declared: { text: 'x', file: 'variant.yaml', line: null } });
    const result = scoreRun([
      one('a', 0, shared),
      one('b', 1, shared),
      one('c', 2, { ...shared, findings: [other] }),
    ]);
    expect(result.findings.map(({ id, declared }) => [id, declared.file])).toEqual([
      ['F1', 'contract.yaml'],
      ['F2', 'variant.yaml'],
    ]);
    expect(result.findings[0]?.seen).toMatchObject({ count: 6, of: 20 });
    expect(result.scenarios.flatMap((scenario) => scenario.findings)).toEqual([]);
  });

  it('counts what the contract itself shows once', () => {
    const seen = { ...ungoverned().seen, count: 1, of: 1, decisions: [] };
    const shared = { findings: [ungoverned({ seen })] };
    expect(scoreRun([one('a', 0, shared), one('b', 1, shared)]).findings[0]?.seen.count).toBe(1);
  });

  it('says where the objective for a rollback was drilled', () => {
    const rollback = {
      badRevision: 2,
      goodRevision: 3,
      policy: 'bad-allow',
      objectiveMs: 5_000,
      totalMs: 900,
      errorMs: 10,
      withinObjective: true,
      phases: [],
      blastRadius: [],
      wrongAllows: 1,
      wrongDenies: 0,
      undecided: 0,
      detector: 'probes',
      breakGlass: false,
      orderedBy: 'authz-drill',
      approvedBy: 'payments-iam',
      advice: [],
    } as const;
    const result = scoreRun([
      judgement({ id: 'a', rollback }),
      judgement({ id: 'b', rollback: { ...rollback, totalMs: null, withinObjective: null } }, { index: 1 }),
      one('c', 2, { rollbackObjectiveMs: 4_000 }),
    ]);
    expect(result.governance.rollback).toEqual({
      objectiveMs: 4_000,
      loosestObjectiveMs: 5_000,
      drilledIn: ['a'],
    });
  });

  it('says once how policy is distributed, and counts the changes that are alike', () => {
    const { distribution } = governanceReport();
    const publish = {
      kind: 'publish',
      outcome: 'served',
      by: 'authz-drill',
      approvedBy: 'security',
      breakGlass: false,
    } as const;
    const longPoll = { ...distribution, longPollMs: 2_000 };
    const { distributions, changes } = scoreRun([
      one('a', 0, { changes: [publish, publish] }),
      one('b', 1, { changes: [publish, { ...publish, outcome: 'refused' }] }),
      one('c', 2, { distribution: longPoll }),
    ]).governance;
    expect(distributions).toEqual([
      { ...distribution, scenarios: ['a', 'b'] },
      { ...longPoll, scenarios: ['c'] },
    ]);
    expect(changes).toEqual([
      { ...publish, count: 3, scenarios: ['a', 'b'] },
      { ...publish, outcome: 'refused', count: 1, scenarios: ['b'] },
    ]);
  });

  it('has a note only where it is true of every scenario', () => {
    const noted = one('a', 0, { checks: [governed({ note: 'No record was seen.' })] });
    const silent = one('b', 1, { checks: [governed({})] });
    expect(scoreRun([noted]).governance.checks[0]?.note).toBe('No record was seen.');
    expect(scoreRun([noted, silent]).governance.checks[0]?.note).toBeNull();
  });

  it('has a row for each question, with the violations of every scenario', () => {
    const failed = (violation: 'ungoverned' | 'contradiction'): CheckResult =>
      governed({ outcome: 'fail', failed: 1, violations: [violation] });
    const other = governed({ id: 'log-fields' });
    const { checks, rollback } = scoreRun([
      one('a', 0, { checks: [failed('ungoverned'), other] }),
      one('b', 1, { checks: [failed('contradiction'), other] }),
    ]).governance;
    expect(checks).toMatchObject([
      { id: 'owner-named', judged: 20, failed: 2, violations: ['ungoverned', 'contradiction'] },
      { id: 'log-fields', judged: 20, failed: 0, violations: [] },
    ]);
    expect(rollback).toEqual({ objectiveMs: 5_000, drilledIn: [] });
  });

  it('is noted by what decided it alone', () => {
    const unsure = one('a', 0, { checks: [governed({ outcome: 'inconclusive', note: 'It crashed.' })] });
    const silent = one('b', 1, { checks: [governed({})] });
    expect(scoreRun([unsure, silent]).governance.checks[0]?.note).toBe('It crashed.');
  });

  it('in order is no evidence that the application was judged', () => {
    const empty = judgement(
      { verdict: 'inconclusive' },
      { governance: governanceReport({ checks: [governed({})] }) },
    );
    expect(scoreRun([empty]).verdict).toBe('inconclusive');
  });
});
