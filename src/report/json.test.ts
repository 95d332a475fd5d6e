import { describe, expect, it } from 'vitest';
import { serialiseResult } from './json.ts';
import { sampleResult } from './testing/sample-result.ts';

describe('result.json', () => {
  it('is the result, indented, with a newline at its end', () => {
    const text = serialiseResult(sampleResult('fail'));
    expect(JSON.parse(text)).toEqual(sampleResult('fail'));
    expect(text).toMatch(/^\{\n {2}"schemaVersion": 1,\n {2}"runId": /u);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('has the same bytes for the same result, read back or not', () => {
    const text = serialiseResult(sampleResult('pass'));
    expect(serialiseResult(sampleResult('pass'))).toBe(text);
    expect(serialiseResult(JSON.parse(text))).toBe(text);
  });

  it('refuses a number that JSON cannot hold rather than lose it', () => {
    expect(() => serialiseResult({ ...sampleResult('pass'), durationMs: Number.NaN })).toThrow(
      /NaN \(in "durationMs"\)/u,
    );
  });
});
