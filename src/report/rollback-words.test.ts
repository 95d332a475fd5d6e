import { describe, expect, it } from 'vitest';
import type { Rollback } from '../model/result.ts';
import {
  againstObjective,
  harmWords,
  orderWords,
  repetitions,
  rollbacksOf,
  summands,
  worstFirst,
} from './rollback-words.ts';
import { rollbackDrills } from './testing/sample-rollback-drills.ts';
import { rollbackOf } from './testing/sample-rollback.ts';

function named(policy: string, totalMs: number | null, withinObjective: boolean | null): Rollback {
  return rollbackOf({ policy, others: { totalMs, withinObjective } });
}

describe('a rollback in words', () => {
  it('leaves whether it met its objective to the result', () => {
    expect(againstObjective(rollbackOf({}))).toBe('2,640 ms inside the objective of 5,000 ms');
    const over = { totalMs: 5_001, withinObjective: false };
    expect(againstObjective(rollbackOf({ others: over }))).toBe('1 ms over the objective of 5,000 ms');
    const close = { totalMs: 4_999, withinObjective: null };
    expect(againstObjective(rollbackOf({ others: close }))).toContain('too close');
    expect(againstObjective(rollbackOf({ others: { totalMs: null } }))).toContain('cannot be said');
  });

  it('says who ordered and approved it, and when the glass was broken', () => {
    expect(orderWords(rollbackOf({}))).toBe('ordered by authz-drill, approved by payments-iam');
    const broken = rollbackOf({ others: { breakGlass: true, orderedBy: 'on-call', approvedBy: null } });
    expect(orderWords(broken)).toBe(
      'ordered by on-call, past the policy that refused it, approved by nobody',
    );
    const unrecorded = rollbackOf({ others: { orderedBy: null, approvedBy: null } });
    expect(orderWords(unrecorded)).toBe('who ordered it is not recorded');
  });

  it('counts each kind of harm by its name', () => {
    const harm = { wrongAllows: 1, wrongDenies: 2, undecided: 3 };
    expect(harmWords(rollbackOf({ others: harm }))).toEqual([
      '1 wrong allow',
      '2 wrong denies',
      '3 decisions not made in time',
    ]);
  });

  it('is the sum of publication, last activation and residue', () => {
    const measured = rollbackDrills()
      .flatMap(rollbacksOf)
      .filter(({ totalMs }) => totalMs !== null);
    expect(measured.length).toBeGreaterThan(10);
    for (const rollback of measured) {
      const parts = summands(rollback);
      expect(parts.map(({ phase }) => phase)).toEqual(['publication', 'activation', 'residue']);
      expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(rollback.totalMs);
    }
  });

  it('has no activation in its sum where no point took part', () => {
    const rollback = rollbackOf({ activeAfterMs: { r0: 0 } });
    const late = rollbackOf({ activeAfterMs: { r1: 900 } }).phases.find((one) => one.phase === 'activation');
    const others = rollback.phases.filter(({ phase }) => phase !== 'activation');
    const phases = late === undefined ? others : [...others, late];
    expect(summands({ ...rollback, phases }).map(({ phase }) => phase)).toEqual(['publication', 'residue']);
  });

  it('is one of the repetitions only if it is of the policy that was repeated', () => {
    const drill = rollbackDrills().find(({ spread }) => spread !== null);
    const once = rollbackOf({ policy: 'another' });
    if (drill === undefined) throw new Error('nothing was repeated');
    expect(repetitions({ ...drill, rollbacks: [once, ...drill.rollbacks] })).toEqual(drill.rollbacks);
    expect(repetitions({ ...drill, spread: null })).toEqual([]);
  });

  it('does not count a point that was only seen long after the end as the last one', () => {
    const rollback = rollbackOf({ activeAfterMs: { r0: 100, r1: 300 } });
    const unseen = { phase: 'activation', replica: 'r2', from: 0, to: 9_999, ms: 9_999 } as const;
    const phases = [...rollback.phases, { ...unseen, errorMs: 0, note: 'not seen on the good revision' }];
    expect(summands({ ...rollback, phases })[1]?.replica).toBe('r1');
  });

  it('puts what is over first, then what cannot be said, then the slowest', () => {
    const sorted = [
      named('fast', 10, true),
      named('slow', 900, true),
      named('unknown', null, null),
      named('over', 6_000, false),
    ].toSorted(worstFirst);
    expect(sorted.map(({ policy }) => policy)).toEqual(['over', 'unknown', 'slow', 'fast']);
  });

  it('finds the one rollback of a result that knew only one', () => {
    const rollback = rollbackOf({});
    expect(rollbacksOf({ rollback, rollbacks: [] })).toEqual([rollback]);
    expect(rollbacksOf({ rollback: null, rollbacks: [] })).toEqual([]);
  });
});
