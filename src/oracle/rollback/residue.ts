import type { JudgedObservation } from '../judge-observation.ts';
import { intervalOf } from '../scenario-world.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { decisionPoint, policyServicePoint } from '../world/revisions.ts';

/** Answers of the bad rule on a point that certainly had the good revision: a cache, or a policy that lives on. */
export function residueOf(
  world: ScenarioWorld,
  concerned: readonly JudgedObservation[],
  isWrong: (one: JudgedObservation) => boolean,
  goodIndex: number,
): { residue: readonly JudgedObservation[]; judged: number } {
  const after = concerned.filter((one) => {
    const hasGood = (point: string): boolean =>
      world.revisions.inForce(point, intervalOf(one.seen)).oldest >= goodIndex;
    if (one.seen.mode === undefined) return hasGood(one.seen.replica) && hasGood(policyServicePoint);
    return hasGood(decisionPoint(one.seen.mode, one.seen.replica) ?? one.seen.replica);
  });
  return { residue: after.filter(isWrong), judged: after.length };
}
