import { anything, assert, property } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRun } from './load-run.ts';
import { readPlan } from './plan-schema.ts';
import type { Plan } from './plan.ts';

let plans: readonly Plan[] = [];
beforeAll(async () => {
  const run = await loadRun(['scenarios', 'fixtures/bad-files/warnings.yaml'], { seed: 42 });
  plans = run.plans;
});

/** A plan of the drill that has a fault, a publication and a rollback. */
function fullest(): Plan {
  const plan = plans.find(({ scenario }) => scenario.id === 'rollback-bad-allow');
  if (plan === undefined) throw new Error('there is no drill called rollback-bad-allow');
  return plan;
}

describe('readPlan', () => {
  it('reads every plan back as it was, by way of JSON', () => {
    expect(plans.length).toBeGreaterThan(12);
    for (const plan of plans) {
      expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual({ plan, error: undefined });
    }
  });

  it('refuses anything else with a sentence and never throws', () => {
    assert(
      property(anything(), (garbage) => {
        expect(readPlan(garbage)).toMatchObject({ plan: undefined, error: expect.any(String) });
      }),
    );
  });

  it('says which part does not fit', () => {
    expect(readPlan(undefined).error).toMatch(/^the plan is not what/);
    expect(readPlan({ ...fullest(), seed: 'x' }).error).toMatch(/^seed is not what a plan holds there/);
    const contract = { ...fullest().contract, budgetMs: -1 };
    expect(readPlan({ ...fullest(), contract }).error).toMatch(/^contract\.budgetMs /);
  });

  it('refuses a plan that names what it does not have', () => {
    const plan = fullest();
    const [cell] = plan.cells;
    expect(readPlan({ ...plan, cells: [{ ...cell, do: 'x:y' }] }).error).toContain('no action "x:y"');
    const place = { id: 'x', phase: 'steady', at: 0 };
    const restart = { ...place, kind: 'restart', replica: 'r7', signal: 'SIGTERM' };
    expect(readPlan({ ...plan, changes: [restart] }).error).toContain('restarts "r7"');
    const revoke = { ...place, kind: 'revoke', subject: 'alice', policy: 'p', denies: [99] };
    expect(readPlan({ ...plan, changes: [revoke] }).error).toContain('a cell that the plan');
    expect(readPlan({ ...plan, phases: plan.phases.slice(0, 2) }).error).toContain('does not have');
    expect(readPlan({ ...plan, changes: plan.changes.slice(1) }).error).toContain('does not publish');
    expect(readPlan({ ...plan, cells: plan.cells.slice(0, 3) }).error).toContain('a cell that the plan');
  });
});
