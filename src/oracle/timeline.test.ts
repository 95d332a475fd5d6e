import { beforeEach, describe, expect, it } from 'vitest';
import type { ScenarioJudgement } from '../model/judgement.ts';
import { journalOf } from './testing/journal-builder.ts';
import { judgementOf } from './testing/judged.ts';
import { badAllowTakenBack, cells, testPlan } from './testing/test-plan.ts';

const plan = testPlan({ faults: [{ type: 'refused', on: 'policy-service' }], changes: badAllowTakenBack });

let scenario: ScenarioJudgement['scenario'];

beforeEach(() => {
  ({ scenario } = judgementOf(
    plan,
    journalOf(plan)
      .fault('outage/1', { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 })
      .change('outage/publish-1', 'ordered', 1_900)
      .change('outage/publish-1', 'served', 1_950, 2)
      .ask({ cell: cells.aliceExport, mode: 'remote', at: 100, took: 20, intended: 90 })
      .ask({ cell: cells.aliceExport, mode: 'degrade', at: 3_010, exposed: [] })
      .ask({ cell: cells.malloryExport, mode: 'degrade', outcome: 'deny', at: 3_020 })
      .ask({ cell: cells.aliceExport, outcome: 'timeout', at: 3_030, took: 1_000 })
      .ask({ cell: cells.aliceExport, mode: 'remote', at: 8_000, took: 5 })
      .ask({ cell: cells.aliceExport, mode: 'remote', at: 8_100, took: 7 }),
  ));
});

describe('the timeline', () => {
  it('counts every action per step', () => {
    const { timeline } = scenario;
    const lane = timeline.lanes.find((one) => one.action === 'report:export');
    expect([lane?.allowed[0], lane?.allowed[40]]).toEqual([1, 2]);
    expect([lane?.fallbackAllowed[15], lane?.denied[15], lane?.noDecision[15]]).toEqual([1, 1, 1]);
    const sums = [lane?.allowed, lane?.fallbackAllowed, lane?.denied, lane?.noDecision].map((counts) =>
      counts?.reduce((a, b) => a + b, 0),
    );
    expect(sums).toEqual([3, 1, 1, 1]);
    expect(timeline.lanes.map((one) => one.action)).toEqual(Object.keys(plan.contract.actions));
  });

  it('shows phases, faults, revisions and violations', () => {
    const { timeline } = scenario;
    expect(timeline.phases).toEqual([
      { name: 'steady', from: 0, to: 2_000 },
      { name: 'outage', from: 2_000, to: 7_000 },
      { name: 'recovery', from: 7_000, to: 10_000 },
    ]);
    expect(timeline.faults).toEqual([
      expect.objectContaining({
        fault: 'refused policy-service',
        requested: 2_000,
        effective: 2_050,
        healRequested: 7_000,
        healed: 7_040,
      }),
    ]);
    expect(timeline.revisions).toEqual([{ t: 1_950, revision: 2, policy: 'bad-allow' }]);
    expect(timeline.violations).toEqual([
      { t: 3_030, count: 1, action: 'report:export', violation: 'no-decision' },
    ]);
    expect(timeline).toMatchObject({ stepMs: 200, endMs: 10_000 });
  });

  it('counts the violations of a step, so that ever so many can be seen at a glance', () => {
    const late = journalOf(plan).askOften(
      { cell: cells.malloryApprove, mode: 'remote', outcome: 'allow', at: 100 },
      1_000,
      1,
    );
    const { scenario: failed, findings } = judgementOf(plan, late);
    expect(failed.timeline.violations).toEqual(
      [100, 200, 400, 600, 800, 1_000].map((t, step, { length }) => ({
        t,
        count: step === 0 || step === length - 1 ? 100 : 200,
        action: 'payment:approve',
        violation: 'wrong-allow',
      })),
    );
    expect(findings.map((finding) => finding.seen)).toMatchObject([
      { count: 1_000, of: 1_000, first: 100, last: 1_104, decisions: ['d-1', 'd-2', 'd-3'] },
    ]);
  });
});

describe('latency', () => {
  it('is told before, during and after the faults, from when the request was to be sent', () => {
    expect(scenario.latency).toEqual([
      { when: 'before', p50: 30, p95: 30, p99: 30, max: 30, n: 1 },
      { when: 'during', p50: 5, p95: 1_000, p99: 1_000, max: 1_000, n: 3 },
      { when: 'after', p50: 5, p95: 7, p99: 7, max: 7, n: 2 },
    ]);
  });
});

describe('the counts', () => {
  it('tell apart what passed and what did not', () => {
    expect(scenario.counts).toMatchObject({
      observations: 6,
      pass: 5,
      noDecision: 1,
      wrongAllow: 0,
      byMode: { remote: 3, degrade: 2, local: 0, cache: 0, deny: 0 },
    });
  });
});
