import { describe, expect, it } from 'vitest';
import type { Result } from '../model/result.ts';
import { sampleResult } from '../report/testing/sample-result.ts';
import { exitCodeOf } from './show-result.ts';

describe('the exit code of a result', () => {
  const major: Result = {
    ...sampleResult('fail'),
    findings: sampleResult('fail').findings.filter(({ severity }) => severity === 'major'),
  };

  it('is 0 for a pass and 1 for any finding', () => {
    expect(exitCodeOf(sampleResult('pass'), 'minor')).toBe(0);
    expect(exitCodeOf(sampleResult('fail'), 'critical')).toBe(1);
    expect(exitCodeOf(major, 'minor')).toBe(1);
  });

  it('leaves findings below --fail-on aside', () => {
    expect(exitCodeOf(major, 'critical')).toBe(0);
  });

  it('is 3 where evidence is missing, unless something failed', () => {
    expect(exitCodeOf({ ...sampleResult('pass'), verdict: 'inconclusive' }, 'minor')).toBe(3);
    expect(exitCodeOf({ ...sampleResult('fail'), verdict: 'inconclusive' }, 'minor')).toBe(1);
  });
});
