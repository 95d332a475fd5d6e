import { describe, expect, it } from 'vitest';
import type { Rollback } from '../../../model/result.ts';
import { journalOf } from '../../../oracle/testing/journal-builder.ts';
import { judgementOf } from '../../../oracle/testing/judged.ts';
import { badAllowTakenBack, cells, testPlan } from '../../../oracle/testing/test-plan.ts';
import type { DecisionWitnessed, SwapWitnessed } from '../../../reference/witness/witness-event.ts';
import { compareRollbacks } from './compare.ts';
import type { Truth } from './truth.ts';

const plan = testPlan({ changes: badAllowTakenBack, replicas: ['r0'] });
const asked = { cell: cells.malloryApprove, mode: 'remote' } as const;

/** Bad from 2,000, taken back at 4,000; seen wrong from 2,500 to 4,505, and right again from 4,600 on. */
const journal = journalOf(plan)
  .change('outage/publish-1', 'ordered', 2_000)
  .change('outage/publish-1', 'served', 2_030, 2)
  .change('outage/rollback-1', 'ordered', 4_000)
  .change('outage/rollback-1', 'served', 4_030, 3)
  .askOften({ ...asked, outcome: 'deny', revision: 1, at: 1_000 }, 15, 100)
  .askOften({ ...asked, revision: 2, at: 2_500 }, 21, 100)
  .askOften({ ...asked, outcome: 'deny', revision: 3, at: 4_600 }, 30, 100);

/** @param decisionId of an answer in the journal; whoever asked had left unless given */
function wrongAt(at: number, decisionId = 'unheard'): DecisionWitnessed {
  return {
    kind: 'decision',
    at,
    point: 'r0',
    decisionId,
    subject: 'mallory',
    action: 'payment:approve',
    resource: 'payment/p-1',
    outcome: 'allow',
    mode: 'remote',
    revision: 2,
  };
}

function swapAt(at: number): SwapWitnessed {
  return { kind: 'swap', at, point: 'policy-service', revision: 3 };
}

const decisions = Array.from({ length: 21 }, (_, nth) => wrongAt(2_502 + 100 * nth, `d-${15 + nth}`));
const truth: Truth = { swaps: [swapAt(4_550)], decisions };

function disagreements(really: Partial<Truth>, claimed: Partial<Rollback> = {}): readonly string[] {
  const { rollbacks } = judgementOf(plan, journal).scenario;
  const claims = rollbacks.map((rollback) => ({ ...rollback, ...claimed }));
  return compareRollbacks(plan, [...journal.events()], claims, { ...truth, ...really }).flatMap((one) => [
    ...one.disagreements,
  ]);
}

describe('a measured rollback agrees with the truth', () => {
  it('where every moment is within its bound', () => {
    expect(disagreements({})).toEqual([]);
    const [one] = compareRollbacks(
      plan,
      [...journal.events()],
      judgementOf(plan, journal).scenario.rollbacks,
      truth,
    );
    expect(one?.figures.map(({ what }) => what)).toEqual([
      'first wrong decision',
      'swap on policy-service',
      'last wrong decision',
    ]);
  });
});

describe('a measured rollback does not agree with the truth', () => {
  it('where a wrong decision was made after the last one that it knows of can have been', () => {
    expect(disagreements({ decisions: [...decisions, wrongAt(4_700)] })).toEqual([
      expect.stringContaining('last wrong decision was at 4700'),
    ]);
  });

  it('where a point put the good revision in force at another time', () => {
    expect(disagreements({ swaps: [swapAt(4_650)] })).toEqual([
      expect.stringContaining('swap on policy-service was at 4650'),
    ]);
  });

  it('where the rule decided before the first time that it was seen to', () => {
    expect(disagreements({ decisions: [wrongAt(2_100), ...decisions] })).toEqual([
      expect.stringContaining('first wrong decision was at 2100'),
    ]);
  });

  it('where its bound is smaller than its error', () => {
    expect(disagreements({}, { errorMs: 1 })).toEqual([expect.stringContaining('± 1.000')]);
  });

  it('where it took longer than the objective that is said to have been met', () => {
    expect(disagreements({}, { objectiveMs: 400 })).toEqual([expect.stringContaining('met 400 ms')]);
  });

  it('where more is counted than was heard, and where nothing is although something was', () => {
    expect(disagreements({}, { wrongDenies: 1 })).toEqual([
      '21 wrong decisions were heard, and 22 were counted.',
    ]);
    expect(disagreements({}, { totalMs: null, wrongAllows: 0 })).toEqual([
      '21 wrong decisions were heard, and 0 were counted.',
    ]);
  });
});
