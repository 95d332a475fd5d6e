import { expect, it } from 'vitest';
import { shippedPlan } from '../conduct/testing/reference-drill.ts';
import type { Plan } from '../plan/plan.ts';
import { compareRollbacks } from './testing/ground-truth/compare.ts';
import { rollbacksPlan } from './testing/ground-truth/rollbacks-plan.ts';
import { witnessedDrill } from './testing/ground-truth/witnessed-drill.ts';

// The reference application writes down what really happened in it; whatever is measured has to agree with that.
it.each<readonly [string, () => Promise<Plan>, number]>([
  [
    'two rules again and again, on three replicas',
    () => rollbacksPlan({ replicas: 3, repeat: 2, seed: 1 }),
    4,
  ],
  [
    'a rule that replicas remember while the policy service is out',
    () => shippedPlan('rollback/bad-allow.yaml'),
    1,
  ],
])('what is measured of %s is what really happened', async (_what, planned, rollbacks) => {
  const plan = await planned();
  const { journal, judgement, truth } = await witnessedDrill(plan);
  const comparisons = compareRollbacks(plan, journal.events, judgement.scenario.rollbacks, truth);
  expect(comparisons).toHaveLength(rollbacks);
  expect(comparisons.flatMap(({ disagreements }) => disagreements)).toEqual([]);
  // A starved machine may leave a rule too little time to be seen; it never leaves all of them too little.
  expect(comparisons.flatMap(({ figures }) => figures).length).toBeGreaterThan(rollbacks);
});
