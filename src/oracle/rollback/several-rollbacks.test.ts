import { beforeEach, describe, expect, it } from 'vitest';
import type { Rollback } from '../../model/result.ts';
import type { Plan, PlannedChange } from '../../plan/plan.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { JournalBuilder } from '../testing/journal-builder.ts';
import { checkIn, judgementOf } from '../testing/judged.ts';
import {
  allowing,
  denying,
  published,
  rollbackPlan,
  slow,
  takenBackBy,
  times,
} from '../testing/rollback-plans.ts';
import { cells } from '../testing/test-plan.ts';
import { slowestOf, spreadOf } from './spread.ts';
import { takenBack } from './taken-back.ts';

const bad = published('bad', times.bad, allowing);
const worse = published('worse', times.worse, denying);
const back = takenBackBy('back', times.rollback, 'bad');

function pairs(changes: readonly PlannedChange[]): readonly string[] {
  return takenBack(rollbackPlan({ changes })).map((one) => `${one.bad.id} by ${one.command.id}`);
}

describe('what a plan takes back', () => {
  it('is every publication since the one that a rollback names', () => {
    expect(pairs([bad, worse, back])).toEqual(['bad by back', 'worse by back']);
  });

  it('is one after the other where two rollbacks undo two publications', () => {
    const first = takenBackBy('first', times.rollback, 'worse');
    expect(pairs([bad, worse, first, back])).toEqual(['bad by back', 'worse by first']);
  });

  it('is nothing that was to be refused, nor what stays', () => {
    expect(pairs([published('refused', times.bad, allowing, { refused: true }), bad, back, worse])).toEqual([
      'bad by back',
    ]);
  });
});

/** `bad` from 1,000 on, taken back at 4,000; whatever else is published in between is a test's own. */
function ordered(plan: Plan, goodRevision: number): JournalBuilder {
  return journalOf(plan)
    .change('bad', 'ordered', 1_000)
    .change('bad', 'served', 1_020, 2)
    .change('back', 'ordered', 4_000)
    .change('back', 'served', 4_020, goodRevision, { by: 'operator', approvedBy: 'security' });
}

const mallory = { cell: cells.malloryRead, mode: 'remote' } as const;
const alice = { cell: cells.aliceRead, mode: 'remote' } as const;

function rollbacksOf(plan: Plan, journal: JournalBuilder): readonly Rollback[] {
  return judgementOf(plan, journal).scenario.rollbacks;
}

describe('two bad publications that one rollback takes back', () => {
  const plan = rollbackPlan({ changes: [bad, worse, back], replicas: ['r0'] });
  const journal = (): JournalBuilder =>
    ordered(plan, 4)
      .change('worse', 'ordered', 2_500)
      .change('worse', 'served', 2_520, 3)
      .askOften({ ...mallory, revision: 2, at: 1_100 }, 15, 100)
      .askOften({ ...alice, revision: 2, at: 1_150 }, 14, 100)
      .askOften({ ...mallory, outcome: 'deny', revision: 3, at: 2_600 }, 15, 100)
      .askOften({ ...alice, outcome: 'deny', revision: 3, at: 2_650 }, 15, 100)
      .askOften({ ...mallory, outcome: 'deny', revision: 4, at: 4_100 }, 15, 100)
      .askOften({ ...alice, revision: 4, at: 4_150 }, 15, 100);

  it('have a rollback each, with its own wrong decisions and its own total', () => {
    const [first, second] = rollbacksOf(plan, journal());
    expect(first).toMatchObject({
      policy: 'bad',
      badRevision: 2,
      goodRevision: 4,
      wrongAllows: 15,
      wrongDenies: 0,
    });
    // It was over when the worse one came into force, before anything was taken back.
    expect(first).toMatchObject({ totalMs: 0, withinObjective: true });
    expect(second).toMatchObject({ policy: 'worse', badRevision: 3, wrongAllows: 0, wrongDenies: 15 });
    // Its series was right again at 4,155, but the policy service was seen on the good revision at 4,105.
    expect(second).toMatchObject({ totalMs: 55, errorMs: 50, withinObjective: true });
    expect(second).toMatchObject({ orderedBy: 'operator', approvedBy: 'security', breakGlass: false });
  });

  it('are judged by the slowest, and not at all where one of them is not known', () => {
    const { scenario } = judgementOf(plan, journal());
    expect(scenario.rollback).toEqual(scenario.rollbacks[1]);
    expect(checkIn(judgementOf(plan, journal()), 'rollback-within-objective')).toMatchObject({
      outcome: 'pass',
      judged: 2,
    });
    const onlyFirst = ordered(plan, 4)
      .change('worse', 'ordered', 2_500)
      .change('worse', 'served', 2_520, 3)
      .askOften({ ...mallory, revision: 2, at: 1_100 }, 15, 100)
      .askOften({ ...mallory, outcome: 'deny', revision: 4, at: 4_100 }, 15, 100);
    const unsure = judgementOf(plan, onlyFirst);
    expect(checkIn(unsure, 'rollback-within-objective')).toMatchObject({
      outcome: 'inconclusive',
      inconclusive: 1,
    });
    expect(checkIn(unsure, 'no-residue')).toMatchObject({ outcome: 'inconclusive', inconclusive: 1 });
    const overrun = judgementOf(plan, journal().ask({ ...alice, outcome: 'deny', revision: 3, at: 8_200 }));
    expect(checkIn(overrun, 'rollback-within-objective')).toMatchObject({ outcome: 'fail' });
    expect(overrun.scenario.rollback).toMatchObject({ policy: 'worse', withinObjective: false });
  });
});

describe('a glass that has to be broken', () => {
  it('counts from the first order, the refused one, and is recorded with who broke it', () => {
    const plan = rollbackPlan({
      changes: [bad, takenBackBy('back', times.rollback, 'bad', true)],
      replicas: ['r0'],
    });
    const journal = journalOf(plan)
      .change('bad', 'ordered', 1_000)
      .change('bad', 'served', 1_020, 2)
      .change('back', 'ordered', 4_000)
      .change('back', 'refused', 4_030, undefined, { by: 'operator', approvedBy: 'security' })
      .change('back', 'ordered', 4_040, undefined, { breakGlass: true })
      .change('back', 'served', 4_080, 3, { by: 'on-call', breakGlass: true })
      .askOften({ ...mallory, revision: 2, at: 1_100 }, 31, 100)
      .askOften({ ...mallory, outcome: 'deny', revision: 3, at: 4_200 }, 15, 100);
    const [rollback] = rollbacksOf(plan, journal);
    expect(rollback).toMatchObject({
      breakGlass: true,
      orderedBy: 'on-call',
      approvedBy: null,
      totalMs: 105,
    });
    expect(rollback?.phases.find(({ phase }) => phase === 'publication')).toMatchObject({
      from: 4_000,
      to: 4_080,
    });
  });
});

describe('a rule that is only slow', () => {
  const plan = rollbackPlan({ changes: [published('bad', times.bad, slow), back], replicas: ['r0'] });
  const fallback = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', revision: 1 } as const;
  const journal = (): JournalBuilder =>
    ordered(plan, 3)
      .askOften({ ...fallback, at: 1_100 }, 32, 100)
      .askOften({ cell: cells.aliceApprove, mode: 'remote', revision: 3, at: 4_300 }, 20, 100);

  it('is wrong by the fallback that it leaves, and is counted as undecided', () => {
    const [rollback] = rollbacksOf(plan, journal());
    expect(rollback).toMatchObject({ undecided: 32, wrongAllows: 0, wrongDenies: 0, totalMs: 205 });
    expect(rollback?.blastRadius).toMatchObject([{ subject: 'alice', wrong: 'none', count: 32 }]);
    expect(checkIn(judgementOf(plan, journal()), 'no-residue').outcome).toBe('pass');
  });

  it('leaves residue where the fallback goes on when all has been well for long enough', () => {
    const late = journal().ask({ ...fallback, revision: 3, at: 6_500 });
    expect(checkIn(judgementOf(plan, late), 'no-residue')).toMatchObject({ outcome: 'fail', failed: 1 });
  });
});

describe('the blast radius', () => {
  it('names the protected data that a wrong allow showed', () => {
    const plan = rollbackPlan({ changes: [bad, back], replicas: ['r0'] });
    const journal = ordered(plan, 3)
      .ask({ ...mallory, revision: 2, exposed: ['/rows/1/iban', '/rows/0/iban'], at: 1_100 })
      .ask({ ...mallory, revision: 2, exposed: ['/rows/0/iban'], at: 1_200 })
      .ask({ ...mallory, outcome: 'deny', revision: 3, at: 4_200 });
    expect(rollbacksOf(plan, journal)[0]?.blastRadius).toMatchObject([
      { wrong: 'allow', count: 2, exposed: ['/rows/0/iban', '/rows/1/iban'] },
    ]);
  });
});

function slowest(all: readonly Rollback[]): number | null | undefined {
  return slowestOf(all.map((report) => ({ report })))?.report.totalMs;
}

describe('repetitions of a rollback', () => {
  const plan = rollbackPlan({ changes: [bad, back], replicas: ['r0'] });
  let whole: Rollback | undefined;

  beforeEach(() => {
    [whole] = rollbacksOf(
      plan,
      ordered(plan, 3)
        .ask({ ...mallory, revision: 2, at: 4_000 })
        .ask({ ...mallory, outcome: 'deny', revision: 3, at: 4_200 }),
    );
  });

  const took = (totalMs: number | null, withinObjective: boolean | null, policy = 'bad'): Rollback => {
    if (whole === undefined) throw new Error('no rollback');
    return { ...whole, totalMs, errorMs: totalMs === null ? 0 : 10, withinObjective, policy };
  };

  it('are spread between the median and the worst, and what is not known is within nothing', () => {
    const all = [took(300, true), took(100, true), took(900, true), took(null, null), took(200, true)];
    expect(spreadOf(all)).toEqual({
      rollbacks: 5,
      measured: 4,
      medianMs: 250,
      worstMs: 900,
      errorMs: 10,
      withinObjective: 4,
    });
  });

  it('are of one policy: several that were taken back once are no distribution', () => {
    expect(spreadOf([took(100, true), took(200, true, 'worse')])).toBeNull();
    const two = [took(100, true), took(200, true, 'worse'), took(100, true), took(900, false, 'worse')];
    expect(spreadOf(two)).toMatchObject({ rollbacks: 2, worstMs: 900, withinObjective: 1 });
  });

  it('are spoken for by one that overran, then by one that may have, then by the slowest', () => {
    expect(slowest([took(100, true), took(300, true)])).toBe(300);
    expect(slowest([took(300, true), took(null, null)])).toBeNull();
    expect(slowest([took(5_000, false), took(null, null)])).toBe(5_000);
    expect(slowest([])).toBeUndefined();
  });
});
