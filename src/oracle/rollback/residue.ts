import { isBroken } from '../judge-observation.ts';
import type { JudgedObservation } from '../judge-observation.ts';
import { intervalOf } from '../scenario-world.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { decisionPoint, policyServicePoint } from '../world/revisions.ts';

/**
 * Whether an answer of the bad rule would be a residue: its point certainly had the good revision, so it can only have come
 * out of a cache, or of a policy that lives on. Of a rule that comes to no answer only the policy service can be rid.
 */
export function couldBeResidue(
  world: ScenarioWorld,
  one: JudgedObservation,
  goodIndex: number,
  slow: boolean,
): boolean {
  const { seen } = one;
  if (slow) return certainlyHas(world, policyServicePoint, one, goodIndex);
  if (seen.mode === undefined) return isCertainlyGood(world, one, goodIndex);
  return certainlyHas(world, decisionPoint(seen.mode, seen.replica) ?? seen.replica, one, goodIndex);
}

/** Whether a wrong answer is one: a fallback that may still go on after a slow rule is declared. */
export function isResidue(one: JudgedObservation, slow: boolean): boolean {
  return !slow || isBroken(one);
}

/** Whether both the replica and the policy service certainly had the good revision, or a later one. */
export function isCertainlyGood(world: ScenarioWorld, one: JudgedObservation, goodIndex: number): boolean {
  return (
    certainlyHas(world, one.seen.replica, one, goodIndex) &&
    certainlyHas(world, policyServicePoint, one, goodIndex)
  );
}

function certainlyHas(
  world: ScenarioWorld,
  point: string,
  { seen }: JudgedObservation,
  goodIndex: number,
): boolean {
  return world.revisions.inForce(point, intervalOf(seen)).oldest >= goodIndex;
}
