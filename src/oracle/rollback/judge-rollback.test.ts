import { describe, expect, it } from 'vitest';
import type { Rollback, RollbackPhase } from '../../model/result.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { JournalBuilder } from '../testing/journal-builder.ts';
import { checkIn, judgementOf } from '../testing/judged.ts';
import { badAllowTakenBack, cells, testPlan } from '../testing/test-plan.ts';

const plan = testPlan({ changes: badAllowTakenBack, replicas: ['r0'] });
const wrong = { cell: cells.malloryApprove, mode: 'remote', revision: 2 } as const;
const right = { cell: cells.malloryApprove, mode: 'remote', outcome: 'deny', revision: 3 } as const;

/** Bad from 2,000, taken back at 4,000; the policy service is good again between 4,500 and 4,600. */
function takenBack(): JournalBuilder {
  return journalOf(plan)
    .change('outage/publish-1', 'ordered', 2_000)
    .change('outage/publish-1', 'served', 2_030, 2)
    .change('outage/publish-1', 'detected', 2_510)
    .change('outage/rollback-1', 'ordered', 4_000)
    .change('outage/rollback-1', 'served', 4_030, 3)
    .askOften({ ...right, revision: 1, at: 1_000 }, 10, 100)
    .ask({ ...right, revision: 1, at: 2_400 })
    .askOften({ ...wrong, at: 2_500 }, 21, 100);
}

function rollbackOf(journal: JournalBuilder): Rollback {
  const { rollback } = judgementOf(plan, journal).scenario;
  if (rollback === null) throw new Error('no rollback');
  return rollback;
}

function phaseOf(rollback: Rollback, phase: RollbackPhase['phase']): RollbackPhase | undefined {
  return rollback.phases.find((one) => one.phase === phase);
}

const back = (): JournalBuilder => takenBack().askOften({ ...right, at: 4_600 }, 30, 100);

describe('a rollback', () => {
  it('is measured phase by phase, each with its error', () => {
    const rollback = rollbackOf(back());
    // The first wrong decision was received at 2,505, the last right one before it sent at 2,400.
    expect(phaseOf(rollback, 'exposure')).toMatchObject({
      from: 2_030,
      to: 2_505,
      ms: 475,
      errorMs: 105 + 30,
    });
    expect(phaseOf(rollback, 'detection')).toMatchObject({ from: 2_505, to: 2_510, ms: 5 });
    expect(phaseOf(rollback, 'command')).toMatchObject({ from: 2_510, to: 4_000, ms: 1_490, note: null });
    expect(phaseOf(rollback, 'publication')).toMatchObject({ from: 4_000, to: 4_030, ms: 30 });
    expect(phaseOf(rollback, 'activation')).toMatchObject({
      replica: 'policy-service',
      // Between its last decision on an older revision and its first on the good one; it is chosen to agree with the end.
      to: 4_505,
      errorMs: 30 + 100,
    });
    expect(phaseOf(rollback, 'residue')).toMatchObject({ from: 4_505, to: 4_505, ms: 0 });
  });

  it('lasts from the command to the last wrong decision', () => {
    const rollback = rollbackOf(back());
    expect(rollback).toMatchObject({
      badRevision: 2,
      goodRevision: 3,
      totalMs: 505,
      errorMs: 100,
      withinObjective: true,
    });
    expect(rollback).toMatchObject({ wrongAllows: 21, wrongDenies: 0 });
    expect(rollback.blastRadius).toEqual([
      {
        subject: 'mallory',
        action: 'payment:approve',
        resource: 'payment/p-1',
        wrong: 'allow',
        count: 21,
        exposed: [],
      },
    ]);
    expect(checkIn(judgementOf(plan, back()), 'rollback-within-objective').outcome).toBe('pass');
    expect(checkIn(judgementOf(plan, back()), 'no-residue').outcome).toBe('pass');
  });

  it('overruns with a wrong decision that was certainly asked for after the objective', () => {
    const journal = takenBack()
      .askOften({ ...wrong, at: 4_600 }, 46, 100)
      .askOften({ ...right, at: 9_200 }, 5, 100);
    const judgement = judgementOf(plan, journal);
    expect(judgement.scenario.rollback?.withinObjective).toBe(false);
    expect(checkIn(judgement, 'rollback-within-objective')).toMatchObject({
      outcome: 'fail',
      violations: ['rollback-overrun'],
    });
    const finding = judgement.findings.find((one) => one.violation === 'rollback-overrun');
    expect(finding?.headline).toBe(
      'When the 5 s declared for taking back the policy bad-allow had passed, it still decided on policy-service.',
    );
  });

  it('is unknown where the last wrong and the first right decision lie on both sides of the objective', () => {
    const journal = takenBack()
      .ask({ ...wrong, at: 8_900 })
      .ask({ ...right, at: 9_100 });
    const check = checkIn(judgementOf(plan, journal), 'rollback-within-objective');
    expect(check).toMatchObject({ outcome: 'inconclusive', note: expect.stringContaining('too sparse') });
  });

  it('is unknown where the machine was stalled for longer than it overran', () => {
    const journal = takenBack()
      .ask({ ...wrong, at: 9_020 })
      .ask({ ...right, at: 9_100 });
    expect(checkIn(judgementOf(plan, journal), 'rollback-within-objective').outcome).toBe('fail');
    const check = checkIn(judgementOf(plan, journal.stall(6_000, 6_100)), 'rollback-within-objective');
    expect(check).toMatchObject({ outcome: 'inconclusive', note: expect.stringContaining('stalled') });
  });

  it('is unknown where the bad rule never decided, or nothing was ordered', () => {
    const unseen = journalOf(plan)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2)
      .change('outage/rollback-1', 'ordered', 4_000)
      .change('outage/rollback-1', 'served', 4_030, 3)
      .askOften({ ...right, revision: 1, at: 1_000 }, 50, 100);
    const never = checkIn(judgementOf(plan, unseen), 'rollback-within-objective');
    expect(never).toMatchObject({
      outcome: 'inconclusive',
      note: expect.stringContaining('never seen to decide'),
    });
    const unordered = journalOf(plan)
      .change('outage/publish-1', 'ordered', 2_000)
      .ask({ ...wrong, at: 3_000 });
    const judgement = judgementOf(plan, unordered);
    expect(checkIn(judgement, 'rollback-within-objective').note).toBe('The rollback was never ordered.');
    expect(judgement.scenario.evidence.missing).toContain('The rollback was never served.');
    expect(judgement.scenario.rollback).toMatchObject({
      goodRevision: null,
      totalMs: null,
      withinObjective: null,
    });
  });

  it('is unknown while a point that named the bad revision never named the good one', () => {
    const check = checkIn(judgementOf(plan, takenBack()), 'rollback-within-objective');
    expect(check).toMatchObject({
      outcome: 'inconclusive',
      note: expect.stringContaining('policy-service was not seen'),
    });
  });

  it('leaves residue where the bad rule answers once more on a point that has the good revision', () => {
    const judgement = judgementOf(plan, back().ask({ ...wrong, at: 8_000 }));
    expect(checkIn(judgement, 'no-residue')).toMatchObject({
      outcome: 'fail',
      failed: 1,
      violations: ['wrong-allow'],
    });
    expect(checkIn(judgement, 'no-wrong-allow')).toMatchObject({ outcome: 'fail', failed: 1 });
    const finding = judgement.findings[0];
    expect(finding?.title).toBe('payment:approve was allowed after the policy bad-allow was taken back');
    expect(judgement.scenario.rollback?.phases.find((one) => one.phase === 'residue')).toMatchObject({
      from: 4_605,
      to: 8_005,
    });
  });

  it('does not take the declared fallback for the bad rule', () => {
    const coarser = testPlan().cells.map((cell) => ({ ...cell, whenDegraded: 'deny' as const }));
    const denying = testPlan({
      cells: coarser,
      replicas: ['r0'],
      changes: badAllowTakenBack.map((change) =>
        change.kind === 'publish'
          ? {
              ...change,
              policy: 'bad-deny',
              wrong: [cells.aliceApprove, cells.aliceExport].map((cell) => ({
                cell,
                answers: 'deny' as const,
              })),
            }
          : change,
      ),
    });
    const journal = journalOf(denying)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2)
      .change('outage/rollback-1', 'ordered', 4_000)
      .change('outage/rollback-1', 'served', 4_030, 3)
      .ask({ cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', revision: 2, at: 3_000 })
      .ask({ cell: cells.aliceApprove, mode: 'remote', outcome: 'deny', revision: 2, at: 3_100 })
      .ask({ cell: cells.aliceExport, mode: 'degrade', outcome: 'deny', revision: 2, at: 3_200 })
      .ask({ cell: cells.aliceApprove, mode: 'remote', revision: 3, at: 4_500 });
    const { rollback } = judgementOf(denying, journal).scenario;
    expect(rollback).toMatchObject({ wrongDenies: 1, wrongAllows: 0 });
  });

  it('without a detector counts the command from the first wrong decision, and says so', () => {
    const journal = journalOf(plan)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2)
      .change('outage/rollback-1', 'ordered', 4_000)
      .change('outage/rollback-1', 'served', 4_030, 3)
      .ask({ ...wrong, at: 2_500 })
      .ask({ ...right, at: 4_500 });
    const rollback = rollbackOf(journal);
    expect(phaseOf(rollback, 'detection')).toBeUndefined();
    expect(phaseOf(rollback, 'command')).toMatchObject({
      from: 2_505,
      note: expect.stringContaining('no detector'),
    });
    expect(phaseOf(rollback, 'activation')).toMatchObject({ note: 'made no decision in between' });
  });

  it('is no matter of a scenario that takes nothing back', () => {
    const judgement = judgementOf(testPlan(), journalOf(testPlan()).ask({ cell: 0, mode: 'local', at: 1 }));
    expect(judgement.scenario.rollback).toBeNull();
    expect(checkIn(judgement, 'rollback-within-objective').outcome).toBe('not-applicable');
    expect(checkIn(judgement, 'no-residue').outcome).toBe('not-applicable');
  });
});
