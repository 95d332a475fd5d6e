import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../model/check.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { JournalBuilder } from '../testing/journal-builder.ts';
import { checkIn, judgementOf } from '../testing/judged.ts';
import { aliceRevoked } from '../testing/random-plan.ts';
import { badAllowTakenBack, cells, testPlan } from '../testing/test-plan.ts';

const plan = testPlan();
const list = { cell: cells.aliceList, mode: 'local', at: 4_000 } as const;

function result(id: string, of: Plan, journal: JournalBuilder): CheckResult {
  return checkIn(judgementOf(of, journal), id);
}

/** A plan that withdraws a permission at 2,000, with 5 s until the last allow, and ends then. */
function revokingUntil(end: number): Plan {
  const phases = plan.phases.map((phase) => (phase.name === 'recovery' ? { ...phase, to: end } : phase));
  return testPlan({ changes: [aliceRevoked], phases });
}

const asked = (of: Plan): JournalBuilder =>
  journalOf(of)
    .change('outage/revoke-1', 'ordered', 2_000)
    .change('outage/revoke-1', 'served', 2_030, 2)
    .ask(list);

const gate = (phase: string, steady: boolean): JournalEvent => ({
  type: 'gate',
  t: 2_000,
  phase,
  steady,
  reasons: steady ? [] : ['slow'],
});

describe('what a check could not tell', () => {
  it('of a withdrawal is told only where the plan was made to see its bound', () => {
    const note = 'Nothing was asked for once the bound had passed.';
    const long = revokingUntil(8_001);
    expect(result('no-revoked-allow', long, asked(long))).toMatchObject({ outcome: 'inconclusive', note });
    const short = revokingUntil(8_000);
    expect(result('no-revoked-allow', short, asked(short))).toMatchObject({
      outcome: 'not-applicable',
      note,
    });
    const rolling = testPlan({ changes: badAllowTakenBack });
    expect(result('no-revoked-allow', rolling, journalOf(rolling).ask(list))).toMatchObject({
      outcome: 'not-applicable',
      note: 'Nobody\u2019s permission is withdrawn.',
    });
  });

  it('of gates is told of the first that stayed shut, or was never reached', () => {
    const steady = plan.phases.map((phase) => ({ ...phase, steady: phase.name !== 'outage' }));
    const gated = testPlan({ phases: steady });
    const all = journalOf(gated).add(gate('steady', true), gate('recovery', true));
    expect(result('steady-as-declared', gated, all)).toMatchObject({ outcome: 'pass', judged: 2 });
    const shut = journalOf(gated).add(gate('steady', false), gate('recovery', true));
    expect(result('steady-as-declared', gated, shut)).toMatchObject({
      outcome: 'inconclusive',
      judged: 1,
      inconclusive: 1,
      note: 'Not steady in the phase steady: slow.',
    });
    const never = journalOf(gated).add(gate('steady', true), gate('other', true));
    expect(result('steady-as-declared', gated, never)).toMatchObject({
      judged: 2,
      inconclusive: 1,
      note: 'The gate of the phase recovery was never reached.',
    });
    const both = journalOf(gated).add(gate('steady', false), gate('other', true));
    expect(result('steady-as-declared', gated, both).inconclusive).toBe(2);
  });

  it('of recoveries is told of each that nothing was asked after', () => {
    const names = [
      ['one', 1_000],
      ['between', 3_000],
      ['two', 6_000],
      ['after', 7_000],
    ] as const;
    const phases = names.map(([name, from], index) => ({
      name,
      from,
      to: names[index + 1]?.[1] ?? 10_000,
      steady: false,
      ratePerSecond: 120,
      normalWithinMs: 1_000,
    }));
    const spec = { type: 'refused', on: 'policy-service' } as const;
    const planned = phases
      .filter(({ name }) => name === 'one' || name === 'two')
      .map(({ name, from, to }) => ({ id: `${name}/1`, phase: name, from, to, spec }));
    const broken = testPlan({ phases, planned });
    const journal = journalOf(broken);
    for (const { id, from, to } of planned)
      journal.fault(id, { requested: from, effective: from + 50, healRequested: to, healed: to + 40 });
    journal.ask({ cell: cells.aliceExport, mode: 'remote', at: 5_500 });
    expect(result('normal-after-healing', broken, journal)).toMatchObject({
      outcome: 'inconclusive',
      inconclusive: 1,
      note: 'Nothing was asked once the faults of two had healed.',
    });
    journal.ask({ cell: cells.aliceExport, mode: 'remote', at: 9_500 });
    expect(result('normal-after-healing', broken, journal).outcome).toBe('pass');
  });

  it('of a log is told by what was not found', () => {
    const lost = { ...list, record: null };
    const cut = journalOf(plan)
      .ask(list)
      .ask(lost)
      .add({ type: 'end', t: 4_100, reason: 'interrupted', requested: 2, achieved: 2 });
    expect(result('log-complete', plan, cut).note).toBe(
      "1 records may be missing for a reason that is not the application's.",
    );
    const nameless = journalOf(plan).ask({ cell: cells.aliceList, outcome: 'error', at: 1_000 });
    expect(result('log-complete', plan, nameless).note).toBe('The application gives its decisions no ids.');
    expect(result('log-complete', plan, journalOf(plan).ask(lost))).toMatchObject({ judged: 1, failed: 1 });
  });

  it('of change control and of rollbacks is told where there is none', () => {
    expect(result('changes-controlled', plan, journalOf(plan)).note).toBe(
      'Nothing says who ordered a change of the policy.',
    );
    for (const id of ['rollback-within-objective', 'no-residue'])
      expect(result(id, plan, journalOf(plan))).toMatchObject({
        outcome: 'not-applicable',
        note: 'The scenario takes no policy back.',
      });
  });
});

describe('a storm', () => {
  it('is told in numbers, the worst window of it', () => {
    const journal = journalOf(plan)
      .askOften({ cell: cells.aliceExport, mode: 'remote', at: 1_000 }, 21, 50)
      .traffic(900, 1_500, 30)
      .traffic(1_490, 2_300, 33);
    expect(result('no-request-storm', plan, journal).note).toMatch(
      /^\d+ requests where \d+ can be accounted for\.$/,
    );
  });
});

describe('counting', () => {
  it('counts what passed with what failed', () => {
    const journal = journalOf(plan)
      .askOften(list, 4, 100)
      .askOften({ ...list, took: 600, at: 5_000 }, 3, 100);
    expect(result('within-budget', plan, journal)).toMatchObject({ outcome: 'fail', judged: 7, failed: 3 });
  });
});
