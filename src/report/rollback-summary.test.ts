import { describe, expect, it } from 'vitest';
import type { Rollback, ScenarioResult } from '../model/result.ts';
import {
  rollbackSummary,
  slowestWords,
  summarySentence,
  worstOfRepeated,
  type RollbackSummary,
} from './rollback-summary.ts';
import { rollbackOf } from './testing/sample-rollback.ts';
import { sampleResult } from './testing/sample-result.ts';

function summaryOf(rollbacks: readonly Rollback[]): RollbackSummary {
  const scenarios = sampleResult('rollbacks').scenarios.slice(0, 1);
  const one = scenarios.map((scenario): ScenarioResult => Object.assign({}, scenario, { rollbacks }));
  const summary = rollbackSummary({ scenarios: one });
  if (summary === null) throw new Error('no rollback');
  return summary;
}

const within = rollbackOf({});
const over = rollbackOf({ residueMs: 4_000 });
const unknown = rollbackOf({ others: { totalMs: null, withinObjective: null } });

describe('all rollbacks of a run', () => {
  it('are none where nothing was taken back', () => {
    expect(rollbackSummary(sampleResult('empty'))).toBeNull();
  });

  it('are told in a sentence that hides neither an overrun nor what is not known', () => {
    expect(summarySentence(summaryOf([within]))).toBe(
      'The one rollback was within the objective of 5,000 ms',
    );
    expect(summarySentence(summaryOf([over]))).toBe('The one rollback was over the objective of 5,000 ms');
    expect(summarySentence(summaryOf([unknown]))).toContain('cannot be said');
    expect(summarySentence(summaryOf([within, within, over, unknown]))).toBe(
      '2 of 4 rollbacks in 1 scenario were within the objective of 5,000 ms, 1 over it, 1 too close to call or not measured',
    );
    const stricter = rollbackOf({ others: { objectiveMs: 4_000 } });
    expect(summarySentence(summaryOf([within, stricter]))).toContain('All 2 rollbacks');
    expect(summarySentence(summaryOf([within, stricter]))).toContain('their objectives');
  });

  it('name the slowest, or that none was measured', () => {
    expect(slowestWords(summaryOf([within, over]))).toContain('6,360 ms (±4 ms), 1,360 ms over');
    expect(slowestWords(summaryOf([unknown]))).toBe('none could be measured');
  });

  it('are brought down to the worst of each that was repeated, but two bad publications stay two', () => {
    const summary = rollbackSummary(sampleResult('rollbacks'));
    const shown = worstOfRepeated(summary?.all ?? []);
    expect(shown.map(({ scenario, of }) => [scenario.id, of])).toEqual([
      ['rollback-two-in-a-row', 1],
      ['rollback-unmeasured', 1],
      ['rollback-eight-replicas', 1],
      ['rollback-operator-locked-out', 1],
      ['rollback-repeated', 10],
      ['rollback-two-in-a-row', 1],
      ['rollback-slow-rule', 1],
    ]);
    expect(summary?.brokenGlass).toHaveLength(1);
  });
});
