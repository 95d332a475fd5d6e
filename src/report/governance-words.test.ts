import { describe, expect, it } from 'vitest';
import { objectiveWords } from './governance-words.ts';
import { sampleResult } from './testing/sample-result.ts';

const { governance } = sampleResult('pass');
const declared = (rollback: Partial<(typeof governance)['rollback']>): string =>
  objectiveWords({ ...governance, rollback: { ...governance.rollback, ...rollback } });

describe('the objective for taking a bad rule back', () => {
  it('was drilled or not', () => {
    expect(declared({ drilledIn: [] })).toBe('rollback within 5 s was not drilled');
    expect(declared({ drilledIn: ['a'] })).toBe('rollback within 5 s was drilled in 1 scenario');
  });

  it('is a range where contracts differ', () => {
    expect(declared({ objectiveMs: 1_500, loosestObjectiveMs: 6_000, drilledIn: ['a', 'b'] })).toBe(
      'rollback within 1.5 s to 6 s was drilled in 2 scenarios',
    );
  });
});
