import { describe, expect, it } from 'vitest';
import type { Decision } from '../../model/decision.ts';
import type { Plan } from '../../plan/plan.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { JournalBuilder } from '../testing/journal-builder.ts';
import { judgementOf } from '../testing/judged.ts';
import { allowing, denying, published, rollbackPlan, takenBackBy } from '../testing/rollback-plans.ts';
import { badAllowTakenBack, cells, testPlan } from '../testing/test-plan.ts';

const plan = testPlan({ changes: badAllowTakenBack, replicas: ['r0', 'r1'] });
const read = { cell: cells.malloryRead, mode: 'remote' } as const;
const wrong = { ...read, outcome: 'allow', revision: 2 } as const;
const right = { ...read, outcome: 'deny', revision: 3 } as const;

/** r0 is wrong at 4,500 and not asked again before 5,000; r1 has the good revision's answer at 4,510. Each answer takes 5. */
function drill(of: Plan = plan): JournalBuilder {
  return journalOf(of)
    .change('outage/publish-1', 'ordered', 2_000)
    .change('outage/publish-1', 'served', 2_030, 2)
    .change('outage/rollback-1', 'ordered', 4_000)
    .change('outage/rollback-1', 'served', 4_030, 3)
    .ask({ ...wrong, replica: 'r0', at: 4_500 })
    .ask({ ...right, replica: 'r1', at: 4_510 })
    .ask({ ...right, replica: 'r0', at: 5_000 });
}

/** The same for another cell; r0 itself is seen on the good revision at 4,600. */
function twoSteps(
  of: Plan,
  asked: {
    readonly cell: number;
    readonly mode: 'remote';
    readonly wrong: Decision;
    readonly right: Decision;
  },
): JournalBuilder {
  const { wrong: bad, right: good, ...cell } = asked;
  return journalOf(of)
    .change('outage/publish-1', 'ordered', 2_000)
    .change('outage/publish-1', 'served', 2_030, 2)
    .change('outage/rollback-1', 'ordered', 4_000)
    .change('outage/rollback-1', 'served', 4_030, 3)
    .ask({ ...cell, outcome: bad, revision: 2, replica: 'r0', at: 4_500 })
    .ask({ ...cell, outcome: good, revision: 3, replica: 'r1', at: 4_510 })
    .ask({ cell: cells.aliceList, mode: 'local', revision: 3, replica: 'r0', at: 4_600 })
    .ask({ ...cell, outcome: good, revision: 3, replica: 'r0', at: 5_000 });
}

function errorMs(journal: JournalBuilder, of: Plan = plan): number | undefined {
  return judgementOf(of, journal).scenario.rollback?.errorMs;
}

describe('a bad rule on the policy service is over on every replica', () => {
  it('as soon as the service was seen on the good revision by any of them', () => {
    expect(errorMs(drill())).toBe(4_515 - 4_505);
  });

  it('not before a replica decides on the good revision itself that may go by what it remembers', () => {
    const faults = [{ type: 'refused', on: 'policy-service' }] as const;
    const broken = testPlan({ changes: badAllowTakenBack, replicas: ['r0', 'r1'], faults });
    const journal = drill(broken).fault('outage/1', { requested: 4_502 });
    expect(errorMs(journal, broken)).toBe(5_005 - 4_505);
    expect(errorMs(drill().stall(4_502, 4_800))).toBe(5_005 - 4_505);
  });

  it('not before a replica was right itself that was wrong after the service had been seen on the good revision', () => {
    const lagging = drill().ask({ ...wrong, replica: 'r0', at: 4_700 });
    expect(errorMs(lagging)).toBe(5_005 - 4_705);
  });

  it('where it takes two steps: a wrong allow with the service alone, a wrong deny only with the replica', () => {
    const approve = { mode: 'remote', cell: cells.malloryApprove } as const;
    expect(errorMs(twoSteps(plan, { ...approve, wrong: 'allow', right: 'deny' }))).toBe(4_515 - 4_505);
    const changes = badAllowTakenBack.map((change) =>
      change.kind === 'publish'
        ? { ...change, wrong: [{ cell: cells.aliceApprove, answers: 'deny' as const }] }
        : change,
    );
    const tooStrict = testPlan({ changes, replicas: ['r0', 'r1'] });
    const alice = { mode: 'remote', cell: cells.aliceApprove, wrong: 'deny', right: 'allow' } as const;
    expect(errorMs(twoSteps(tooStrict, alice), tooStrict)).toBe(4_605 - 4_505);
  });

  it('not by the next publication, where it had not been seen on the good revision by then', () => {
    const changes = [
      published('bad', 1_000, allowing),
      takenBackBy('back', 4_000, 'bad'),
      published('next', 5_000, denying),
    ];
    const next = rollbackPlan({ changes, replicas: ['r0'] });
    const journal = journalOf(next)
      .change('bad', 'ordered', 1_000)
      .change('bad', 'served', 1_020, 2)
      .change('back', 'ordered', 4_000)
      .change('back', 'served', 4_020, 3)
      .change('next', 'ordered', 5_000)
      .change('next', 'served', 5_020, 4)
      .ask({ ...wrong, replica: 'r0', at: 4_500 })
      .ask({ ...right, revision: 4, replica: 'r0', at: 5_300 });
    expect(errorMs(journal, next)).toBe(5_305 - 4_505);
  });
});
