import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '../model/fault.ts';
import type { Plan, PlannedFault } from '../plan/plan.ts';
import { predecessorOf } from './predecessor.ts';
import { drillPlan } from './testing/drill-plan.ts';

const refused: FaultSpec = { type: 'refused', on: 'policy-service' };

function planOf(...specs: readonly (readonly FaultSpec[])[]): Plan {
  return drillPlan(
    '.',
    specs.map((faults, index) => ({ name: `p${index}`, forMs: 100, faults })),
  );
}

function before(plan: Plan, id: string): string | undefined {
  const fault = plan.faults.find((one): one is PlannedFault => one.id === id);
  return fault === undefined ? undefined : predecessorOf(plan, fault)?.id;
}

describe('the predecessor of a fault', () => {
  it('is the same one in the phase just before', () => {
    const plan = planOf([refused], [{ ...refused, replica: 'r0' }, { ...refused }], [], [refused]);
    expect(before(plan, 'p1/2')).toBe('p0/1');
    expect(before(plan, 'p0/1')).toBeUndefined();
    expect(before(plan, 'p1/1')).toBeUndefined();
    expect(before(plan, 'p3/1')).toBeUndefined();
  });

  it('is none where something happens at a moment, or to a process', () => {
    const killed: FaultSpec = { type: 'killed', on: 'app' };
    const rotated: FaultSpec = { type: 'credential-rotated', on: 'policy-service' };
    const plan = planOf([killed, rotated], [killed, rotated]);
    expect([before(plan, 'p1/1'), before(plan, 'p1/2')]).toEqual([undefined, undefined]);
  });
});
