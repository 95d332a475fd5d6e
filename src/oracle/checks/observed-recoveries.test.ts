import { describe, expect, it } from 'vitest';
import type { Plan, PlannedFault, PlannedPhase } from '../../plan/plan.ts';
import { testPlan } from '../testing/test-plan.ts';
import { observedRecoveries } from './observed-recoveries.ts';

const fault = (phase: string, from: number, to: number): PlannedFault => ({
  id: `${phase}/1`,
  phase,
  from,
  to,
  spec: { type: 'refused', on: 'policy-service' },
});
const phase = (name: string, from: number, to: number, normalWithinMs = 1_000): PlannedPhase => ({
  name,
  from,
  to,
  steady: false,
  ratePerSecond: 120,
  normalWithinMs,
});

function recoveries(planned: readonly PlannedFault[], phases: readonly PlannedPhase[]): readonly string[] {
  const plan: Plan = testPlan({ planned, phases });
  return observedRecoveries(plan);
}

const until = (end: number): readonly PlannedPhase[] => [
  phase('outage', 0, 5_000),
  phase('recovery', 5_000, end),
];

describe('a recovery is there to be observed', () => {
  it('where the plan goes on for more than twice the time that it may take', () => {
    const planned = [fault('outage', 0, 5_000)];
    expect(recoveries(planned, until(7_001))).toEqual(['outage']);
    expect(recoveries(planned, until(7_000))).toEqual([]);
    expect(recoveries(planned, until(6_500))).toEqual([]);
  });

  it('by the time of the phase that follows, or else of the contract', () => {
    const planned = [fault('outage', 0, 5_000)];
    expect(recoveries(planned, [phase('outage', 0, 5_000), phase('slow', 5_000, 9_000, 2_000)])).toEqual([]);
    const within = [fault('outage', 0, 3_000)];
    expect(recoveries(within, [phase('outage', 0, 7_001)])).toEqual(['outage']);
    expect(recoveries(within, [phase('outage', 0, 7_000)])).toEqual([]);
  });

  it('unless something else breaks before', () => {
    const phases = [
      phase('one', 0, 5_000),
      phase('between', 5_000, 6_000),
      phase('two', 6_000, 8_000),
      phase('after', 8_000, 12_000),
    ];
    expect(recoveries([fault('one', 0, 5_000), fault('two', 6_000, 8_000)], phases)).toEqual(['two']);
    expect(recoveries([fault('one', 0, 5_000), fault('two', 5_000, 8_000)], phases)).toEqual(['two']);
    expect(recoveries([fault('one', 0, 4_000), fault('two', 6_500, 8_000)], phases)).toEqual(['one', 'two']);
  });

  it('once for all faults of a phase, and never without a phase', () => {
    const both = [fault('outage', 0, 5_000), fault('outage', 100, 5_000)];
    expect(recoveries(both, [phase('outage', 0, 5_000), phase('recovery', 5_000, 9_000)])).toEqual([
      'outage',
    ]);
    expect(recoveries(both, [])).toEqual([]);
  });
});
