import { describe, expect, it } from 'vitest';
import type { MatrixCell } from '../model/result.ts';
import type { FaultSpec } from '../model/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { FaultTimes, JournalBuilder } from './testing/journal-builder.ts';
import { judgementOf } from './testing/judged.ts';
import { cells, testPlan } from './testing/test-plan.ts';

const refused: FaultSpec = { type: 'refused', on: 'policy-service' };
const edges: FaultTimes = { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 };

function planOf(fault: FaultSpec, parts: Partial<Omit<Plan, 'faults'>> = {}): Plan {
  const { cells: all } = testPlan();
  const probed = [cells.aliceList, cells.aliceApprove].flatMap((index) => all[index] ?? []);
  return testPlan({ faults: [fault], cells: probed, ...parts });
}

const list = { cell: 0, mode: 'local' } as const;
const denied = { cell: 1, mode: 'deny', outcome: 'deny' } as const;

function drill(plan: Plan, times: FaultTimes = edges): JournalBuilder {
  return journalOf(plan)
    .fault('outage/1', times)
    .askOften({ ...list, at: 3_000 }, 20, 100);
}

function cellOf(plan: Plan, journal: JournalBuilder, action: string): MatrixCell | undefined {
  return judgementOf(plan, journal).scenario.matrix[0]?.cells.find((cell) => cell.action === action);
}

describe('a cell of the matrix', () => {
  const plan = planOf(refused);
  const whole = (): JournalBuilder => drill(plan).askOften({ ...denied, at: 3_000 }, 20, 100);

  it('has passed with its samples while the fault certainly held', () => {
    expect(cellOf(plan, whole(), 'payment:approve')).toMatchObject({
      status: 'pass',
      judged: 20,
      failed: 0,
      needed: 20,
    });
    expect(cellOf(plan, whole(), 'invoice:list')).toMatchObject({ status: 'pass', declared: 'local' });
    expect(judgementOf(plan, whole()).scenario.matrix[0]).toMatchObject({
      fault: 'refused policy-service',
      title: 'policy service refused',
    });
  });

  it('needs every sample of every one of its plan cells', () => {
    const short = drill(plan).askOften({ ...denied, at: 3_000 }, 19, 100);
    expect(cellOf(plan, short, 'payment:approve')?.status).toBe('inconclusive');
    const outside = short.ask({ ...denied, at: 7_010 });
    expect(cellOf(plan, outside, 'payment:approve')?.status).toBe('inconclusive');
    const two = planOf(refused, {
      cells: [
        ...plan.cells,
        {
          as: 'bob',
          do: 'payment:approve',
          on: 'payment/p-2',
          expect: 'deny',
          whenDegraded: 'deny',
          undeclared: false,
        },
      ],
    });
    const unasked = journalOf(two)
      .fault('outage/1', edges)
      .askOften({ ...denied, at: 3_000 }, 60, 50);
    expect(cellOf(two, unasked, 'payment:approve')).toMatchObject({ status: 'inconclusive', needed: 40 });
  });

  it('does not count what a starved machine spoilt', () => {
    const starved = drill(plan)
      .stall(2_900, 3_000)
      .askOften({ ...denied, at: 3_000, took: 600 }, 25, 100);
    const cell = cellOf(plan, starved, 'payment:approve');
    expect(cell?.status).toBe('fail');
    const late = drill(plan)
      .stall(2_900, 5_500)
      .askOften({ ...denied, at: 3_000, took: 600 }, 25, 100);
    expect(cellOf(plan, late, 'payment:approve')).toMatchObject({
      status: 'inconclusive',
      judged: 0,
      inconclusive: 25,
    });
  });

  it('is inconclusive without proof that the fault came, went, or met a steady application', () => {
    const { effective: _e, ...unproved } = edges;
    const { healed: _h, ...unhealed } = edges;
    const with20 = (times: FaultTimes): JournalBuilder =>
      drill(plan, times).askOften({ ...denied, at: 3_000 }, 20, 100);
    expect(cellOf(plan, with20(unproved), 'payment:approve')?.status).toBe('inconclusive');
    expect(cellOf(plan, with20(unhealed), 'payment:approve')?.status).toBe('inconclusive');
    const unsteady = whole().add({
      type: 'gate',
      t: 2_000,
      phase: 'steady',
      steady: false,
      reasons: ['slow'],
    });
    expect(cellOf(plan, unsteady, 'payment:approve')?.status).toBe('inconclusive');
    expect(cellOf(plan, journalOf(plan), 'payment:approve')?.status).toBe('inconclusive');
  });

  it('has failed with any violation, also without evidence and after healing', () => {
    const { effective: _e, ...unproved } = edges;
    const wrong = drill(plan, unproved).ask({ cell: 1, mode: 'degrade', at: 3_000 });
    expect(cellOf(plan, wrong, 'payment:approve')).toMatchObject({
      status: 'fail',
      failed: 1,
      violation: 'undeclared-mode',
    });
    const after = whole().ask({ ...denied, at: 9_500 });
    expect(cellOf(plan, after, 'payment:approve')).toMatchObject({
      status: 'fail',
      violation: 'wrong-deny',
      severity: 'major',
    });
    const before = whole().ask({ ...denied, at: 1_000 });
    expect(cellOf(plan, before, 'payment:approve')?.status).toBe('pass');
  });

  it('shows the worst of its violations', () => {
    const both = whole()
      .ask({ cell: 1, mode: 'remote', at: 4_000 })
      .ask({ cell: 1, outcome: 'error', at: 4_100 });
    expect(cellOf(plan, both, 'payment:approve')).toMatchObject({
      failed: 2,
      violation: 'wrong-allow',
      severity: 'critical',
    });
  });

  it('was not drilled, or has nothing to do with the fault, where nobody asked', () => {
    expect(cellOf(plan, whole(), 'report:export')?.status).toBe('not-drilled');
    const context = planOf({ type: 'refused', on: 'context-service' });
    expect(cellOf(context, drill(context), 'report:export')?.status).toBe('not-applicable');
  });

  it('counts a fault on one replica by that replica alone', () => {
    const one = planOf({ ...refused, replica: 'r1' });
    const onOther = drill(one).askOften({ cell: 1, mode: 'remote', at: 3_000 }, 20, 100);
    expect(cellOf(one, onOther, 'payment:approve')?.status).toBe('inconclusive');
    const onThis = onOther.askOften({ ...denied, replica: 'r1', at: 3_000 }, 20, 100);
    expect(cellOf(one, onThis, 'payment:approve')?.status).toBe('pass');
  });

  it('of an input counts from when no held value can be fresh', () => {
    const frozen = planOf({ type: 'frozen', on: 'context-service' });
    const times: FaultTimes = { ...edges, effect: { kind: 'input-frozen', input: 'context.risk' } };
    const early = drill(frozen, times).askOften({ cell: 1, mode: 'remote', at: 2_100 }, 20, 50);
    expect(cellOf(frozen, early, 'payment:approve')).toMatchObject({ status: 'inconclusive', judged: 0 });
    expect(cellOf(frozen, early, 'invoice:list')?.status).toBe('pass');
    const late = early.askOften({ ...denied, at: 4_100 }, 20, 50);
    expect(cellOf(frozen, late, 'payment:approve')).toMatchObject({ status: 'pass', judged: 20 });
  });

  it('of the log sink concerns every action', () => {
    const sink = planOf({ type: 'refused', on: 'log-sink' });
    expect(cellOf(sink, drill(sink), 'report:export')?.status).toBe('not-drilled');
  });

  it('under a fault on the log sink fails with what was not logged', () => {
    const sink = planOf({ type: 'refused', on: 'log-sink' });
    const lossy = drill(sink).ask({ ...list, at: 4_000, record: null });
    expect(cellOf(sink, lossy, 'invoice:list')).toMatchObject({ status: 'fail', violation: 'unlogged' });
  });
});
