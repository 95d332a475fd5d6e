import { describe, expect, it } from 'vitest';
import type { Rollback } from '../model/result.ts';
import { scoreRun } from './score-run.ts';
import { cell, check, finding, judgement } from './testing/judgements.ts';

const failed = check({ outcome: 'fail', failed: 3, violations: ['wrong-allow'] });
const rollback: Rollback = {
  badRevision: 2,
  goodRevision: 3,
  policy: 'bad-allow',
  objectiveMs: 5_000,
  totalMs: 1_234,
  errorMs: 40,
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
};

function headlineOf(pass: number): string {
  const { counts } = judgement().scenario;
  return scoreRun([judgement({ counts: { ...counts, pass } })]).headline;
}

describe('a run', () => {
  it('that went well passes, and says what that rests on', () => {
    const result = scoreRun([judgement(), judgement({ id: 'two', rollback }, { index: 1 })]);
    expect(result).toMatchObject({
      verdict: 'pass',
      grade: 'A',
      score: 100,
      counts: { observations: 200, byMode: { local: 80 } },
    });
    expect(result.headline).toBe(
      'All 200 judged decisions of 2 drills were as declared, 1 of 1 cells of fault × action drilled. A bad rule was taken back within 1.23 s (±40 ms) of 5 s.',
    );
  });

  it('fails with one scenario, whatever the others did', () => {
    const result = scoreRun([
      judgement({ verdict: 'inconclusive' }),
      judgement(
        { id: 'two', verdict: 'fail', checks: [failed] },
        { index: 1, findings: [finding({ scenario: 'two' })] },
      ),
    ]);
    expect(result).toMatchObject({
      verdict: 'fail',
      grade: 'F',
      headline: 'While it was out, 3 of 10 were allowed.',
    });
  });

  it('is inconclusive with one scenario that is, and has no grade then', () => {
    const open = judgement({ id: 'two', verdict: 'inconclusive' }, { index: 1 });
    expect(scoreRun([judgement(), open])).toMatchObject({
      verdict: 'inconclusive',
      grade: null,
      score: null,
    });
    expect(scoreRun([judgement(), open]).headline).toBe(
      '1 of 2 drills could not be judged: nothing was observed.',
    );
    const noted = judgement({
      verdict: 'inconclusive',
      checks: [
        check({ note: 'All is well.' }),
        check({ id: 'log-complete', outcome: 'inconclusive', note: 'The log broke.' }),
      ],
    });
    expect(scoreRun([noted]).headline).toBe('The drill could not be judged: The log broke.');
    const { evidence } = noted.scenario;
    const short = judgement({
      verdict: 'inconclusive',
      evidence: { ...evidence, missing: ['The run ended early.'] },
    });
    expect(scoreRun([short]).headline).toBe('The drill could not be judged: The run ended early.');
  });

  it('numbers its findings across scenarios, most severe first, and points to them', () => {
    const late = finding({ violation: 'late', action: 'invoice:list', scenario: 'one' });
    const row = { fault: 'refused policy-service', title: 'refused', cells: [cell({ status: 'fail' })] };
    const result = scoreRun([
      judgement({ verdict: 'fail' }, { findings: [late] }),
      judgement(
        { id: 'two', verdict: 'fail', matrix: [row] },
        { index: 1, findings: [finding({ scenario: 'two' })] },
      ),
    ]);
    expect(result.findings.map(({ id, violation }) => [id, violation])).toEqual([
      ['F1', 'wrong-allow'],
      ['F2', 'late'],
    ]);
    expect(result.scenarios.map((scenario) => scenario.findings)).toEqual([['F2'], ['F1']]);
    expect(result.scenarios[1]?.matrix[0]?.cells[0]?.finding).toBe('F1');
    expect(result.matrix[0]?.cells.find((one) => one.action === 'payment:approve')?.finding).toBe('F1');
  });

  it('of many rollbacks tells the slowest, all of every scenario counted', () => {
    const slow = { ...rollback, totalMs: 1_900 };
    const unmeasured = { ...rollback, totalMs: null, withinObjective: null };
    const { headline } = scoreRun([
      judgement({ rollback, rollbacks: [rollback] }),
      judgement({ id: 'two', rollback: slow, rollbacks: [unmeasured, rollback, slow] }, { index: 1 }),
    ]);
    expect(headline).toContain('3 bad rules were taken back, the slowest within 1.9 s (±40 ms) of 5 s.');
  });

  it('is the same in whatever order its scenarios are given', () => {
    const all = [
      judgement(),
      judgement({ id: 'two' }, { index: 1 }),
      judgement({ id: 'three' }, { index: 2 }),
    ];
    expect(JSON.stringify(scoreRun(all.toReversed()))).toBe(JSON.stringify(scoreRun(all)));
    expect(scoreRun(all.toReversed()).scenarios.map((scenario) => scenario.id)).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('lasts from its first start to its last end', () => {
    const later = judgement(
      { id: 'two', startedAt: '2026-01-02T03:04:10.000Z', durationMs: 7_000 },
      { index: 1 },
    );
    expect(scoreRun([later, judgement()])).toMatchObject({
      startedAt: '2026-01-02T03:04:05.000Z',
      durationMs: 12_000,
    });
  });

  it('of one index is in the order of its ids', () => {
    const all = [judgement({ id: 'a' }), judgement({ id: 'b' })];
    for (const given of [all, all.toReversed()])
      expect(scoreRun(given).scenarios.map((scenario) => scenario.id)).toEqual(['a', 'b']);
  });

  it('tells findings alike in the order of their scenarios', () => {
    const all = ['one', 'two'].map((id, index) =>
      judgement(
        { id, verdict: 'fail' },
        { index, findings: ['x', 'y'].map((action) => finding({ scenario: id, action })) },
      ),
    );
    expect(scoreRun(all).findings.map(({ scenario, action }) => `${scenario} ${action}`)).toEqual([
      'one x',
      'one y',
      'two x',
      'two y',
    ]);
  });

  it('writes a large number so that it can be read', () => {
    expect(headlineOf(999)).toMatch(/^All 999 judged/);
    expect(headlineOf(1_234)).toMatch(/^All 1,234 judged/);
    expect(headlineOf(1_234_567)).toMatch(/^All 1,234,567 judged/);
  });

  it('says what failed where no finding does', () => {
    const passed = check({ id: 'decision-given', failureTitle: 'Requests got no decision' });
    const result = scoreRun([judgement({ verdict: 'fail', checks: [passed, failed] })]);
    expect(result.headline).toBe('Something was allowed.');
    expect(scoreRun([judgement({ verdict: 'fail', checks: [] })]).headline).toBe('A drill failed.');
  });

  it('of nothing is an error', () => {
    expect(() => scoreRun([])).toThrow('nothing to score');
  });

  it('has no coverage to speak of without a fault', () => {
    expect(scoreRun([judgement({ matrix: [] })]).headline).toBe(
      'All 100 judged decisions of one drill were as declared.',
    );
  });
});
