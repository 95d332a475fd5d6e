import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryWeights } from '../model/check.ts';
import { categoryScores, gradeOf, totalScore } from './grade.ts';
import { check } from './testing/judgements.ts';

const scoreOf = (category: string, checks: Parameters<typeof categoryScores>[0]): number | null | undefined =>
  categoryScores(checks).find((one) => one.category === category)?.score;

describe('the score of a category', () => {
  it('is the share of judged weight that passed', () => {
    const critical = check({ id: 'a', outcome: 'fail' });
    const major = check({ id: 'b', severity: 'major' });
    const minor = check({ id: 'c', severity: 'minor' });
    expect(scoreOf('safety', [critical, major, minor])).toBe(44.4);
    expect(scoreOf('safety', [major, minor])).toBe(100);
  });

  it('leaves out what was not judged, and is none where nothing was', () => {
    const open = check({ id: 'b', outcome: 'inconclusive' });
    const none = check({ id: 'c', outcome: 'not-applicable' });
    expect(categoryScores([check(), open, none])[0]).toMatchObject({
      category: 'safety',
      weight: 40,
      score: 100,
      checks: 1,
    });
    expect(scoreOf('safety', [open, none])).toBeNull();
    expect(scoreOf('rollback', [check()])).toBeNull();
  });

  it('takes a check that failed in one scenario for failed', () => {
    expect(scoreOf('safety', [check(), check(), check({ outcome: 'fail' }), check()])).toBe(0);
    expect(scoreOf('safety', [check(), check({ outcome: 'inconclusive' })])).toBeNull();
  });
});

describe('the whole score', () => {
  it('weighs the categories that have one', () => {
    const scores = categoryScores([
      check({ id: 'a' }),
      check({ id: 'b', category: 'availability', outcome: 'fail' }),
    ]);
    expect(totalScore(scores)).toBe(66.6);
    expect(totalScore(categoryScores([]))).toBeNull();
  });

  it('has weights that add up to 100', () => {
    expect(Object.values(categoryWeights).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });
});

describe('the grade', () => {
  it.each([
    [100, [], 'A'],
    [95, [], 'A'],
    [94.9, [], 'B'],
    [85, [], 'B'],
    [84.9, [], 'C'],
    [70, [], 'C'],
    [69.9, [], 'D'],
    [50, [], 'D'],
    [49.9, [], 'F'],
    [100, ['minor'], 'A'],
    [100, ['major'], 'B'],
    [100, ['minor', 'critical'], 'F'],
  ] as const)('of %d with %j is %s', (score, severities, grade) => {
    expect(
      gradeOf(
        score,
        severities.map((severity) => ({ severity })),
      ),
    ).toBe(grade);
  });

  it('is F with anything critical, whatever else there is', () => {
    const severity = fc.constantFrom('critical' as const, 'major' as const, 'minor' as const);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.array(severity), (score, all) => {
        expect(
          gradeOf(
            score,
            [...all, 'critical' as const].map((each) => ({ severity: each })),
          ),
        ).toBe('F');
      }),
    );
  });
});
