import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { journalFacts } from './journal-facts.ts';
import { rule } from './judge-observation.ts';
import type { Ruling } from './judge-observation.ts';
import { scenarioWorld } from './scenario-world.ts';
import { swiftJudge } from './swift-judge.ts';
import { randomPlan } from './testing/random-plan.ts';
import { simulate } from './testing/simulate.ts';
import type { SimulatedDefect } from './testing/simulated-defect.ts';
import { momentsIn } from './world/moments.ts';

vi.setConfig({ testTimeout: 60_000 });

const defect = fc.constantFrom<SimulatedDefect | undefined>(
  undefined,
  undefined,
  'fail-open-on-timeout',
  'cache-without-bound',
  'cache-survives-rollback',
  'stale-context-accepted',
  'expired-bundle-kept',
  'revocation-ignored',
  'cold-start-allows',
  'goes-back-a-revision',
);

describe('a judge who rules once on what is the same', () => {
  it('rules as one who looks at every observation anew, and seldom has to', () => {
    let observations = 0;
    const rulings = new Set<Ruling>();
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), defect, (seed, stalls, made) => {
        const plan = randomPlan(seed);
        const options = made === undefined ? {} : { defect: made };
        const facts = journalFacts(simulate(plan, { seed, stalls, ...options }).events());
        const world = scenarioWorld(plan, facts);
        const judge = swiftJudge(world);
        for (const seen of facts.observations) {
          const ruling = judge(seen);
          expect(ruling).toEqual(rule(world, seen));
          observations += 1;
          rulings.add(ruling);
        }
      }),
      { seed: 4_711, numRuns: 40 },
    );
    expect(rulings.size).toBeLessThan(observations / 2);
  });
});

describe('the moments of a world', () => {
  it('are all finite numbers that stand in it, however deep, in order and once', () => {
    const parts = [{ from: 3, to: Infinity, of: [{ at: 1 }, null, 'two', { at: 3 }] }, undefined, 2];
    expect(momentsIn(...parts)).toEqual(Float64Array.of(1, 2, 3));
  });
});
