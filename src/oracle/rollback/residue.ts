import type { JudgedObservation } from '../judge-observation.ts';
import { intervalOf } from '../scenario-world.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { decisionPoint, policyServicePoint } from '../world/revisions.ts';

/**
 * Whether an answer of the bad rule would be a residue: its point certainly had the good revision, so it can only have come
 * out of a cache, or of a policy that lives on.
 */
export function couldBeResidue(
  world: ScenarioWorld,
  { seen }: JudgedObservation,
  goodIndex: number,
): boolean {
  const hasGood = (point: string): boolean =>
    world.revisions.inForce(point, intervalOf(seen)).oldest >= goodIndex;
  if (seen.mode === undefined) return hasGood(seen.replica) && hasGood(policyServicePoint);
  return hasGood(decisionPoint(seen.mode, seen.replica) ?? seen.replica);
}
