import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../model/check.ts';
import { check } from '../../score/testing/judgements.ts';
import { judgeCase } from './defect-case.ts';
import { alarm, exercise, failOpen, judged, late, resultOf } from './testing/exercises.ts';

const caseOf = (checks: readonly CheckResult[], missing: readonly string[] = []) =>
  judgeCase(failOpen, [judged(exercise(), resultOf(checks, missing))], false);

describe('a seeded defect', () => {
  it('is caught by the check that must name it, and by nothing else', () => {
    expect(caseOf([alarm])).toMatchObject({
      standing: 'caught',
      seen: 'So many were a wrong-allow.',
      note: null,
      byCatch: [],
      journal: 'fail-open/made-for-it.ndjson',
    });
    expect(caseOf([alarm, late])).toMatchObject({
      standing: 'caught',
      byCatch: [{ check: 'within-budget', violation: 'late' }],
    });
  });

  it('is missed by a drill that only failed for something else', () => {
    expect(caseOf([check(), late])).toMatchObject({
      standing: 'missed',
      note: 'the check passed',
      byCatch: [{ check: 'within-budget', violation: 'late' }],
    });
    const otherwise = check({ outcome: 'fail', violations: ['revoked-allow'] });
    expect(caseOf([otherwise])).toMatchObject({
      standing: 'missed',
      note: 'the check failed for revoked-allow instead',
    });
  });

  it('is missed where the check did not apply, and where there is none', () => {
    const idle = check({ outcome: 'not-applicable', judged: 0, note: 'Nothing was asked.' });
    expect(caseOf([idle])).toMatchObject({ standing: 'missed', note: 'Nothing was asked.' });
    expect(caseOf([late])).toMatchObject({ standing: 'missed', note: 'there is no check no-wrong-allow' });
    expect(judgeCase(failOpen, [], false)).toMatchObject({
      standing: 'missed',
      note: 'the library has no scenario made-for-it',
    });
  });

  it('is not decided by a drill that could not tell', () => {
    const unsure = check({ outcome: 'inconclusive', note: 'Too many could not be judged.' });
    expect(caseOf([unsure])).toMatchObject({
      standing: 'not-decided',
      note: 'Too many could not be judged.',
    });
    expect(caseOf([check()], ['The fault was never proved.'])).toMatchObject({
      standing: 'not-decided',
      note: 'The fault was never proved.',
    });
    const nothing = [judged(exercise(), null, 'the environment did not start: no port')];
    expect(judgeCase(failOpen, nothing, true)).toMatchObject({
      standing: 'not-decided',
      note: 'the environment did not start: no port',
      again: true,
    });
  });

  it('is caught though evidence is missing: what was seen was seen', () => {
    expect(caseOf([alarm], ['A cell has too few samples.']).standing).toBe('caught');
  });

  it('is not caught by the same alarm in another scenario, which is by-catch', () => {
    const elsewhere = judged(exercise({}, 'another'), resultOf([alarm]));
    const here = judged(exercise(), resultOf([check()]));
    expect(judgeCase(failOpen, [elsewhere, here], false)).toMatchObject({
      standing: 'missed',
      byCatch: [{ scenario: 'another', violation: 'wrong-allow' }],
    });
  });

  it('may be one of governance', () => {
    const result = resultOf([check()]);
    const governance = {
      ...result.governance,
      checks: [check({ id: 'inputs-declared', outcome: 'fail', violations: ['undeclared-input'] })],
    };
    const defect = {
      ...failOpen,
      shownBy: { scenario: 'made-for-it', check: 'inputs-declared', violation: 'undeclared-input' },
    } as const;
    expect(judgeCase(defect, [judged(exercise(), { ...result, governance })], false).standing).toBe('caught');
  });
});
