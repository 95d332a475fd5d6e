import type { JudgedObservation } from '../judge-observation.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { policyServicePoint } from '../world/revisions.ts';

/**
 * By when a series that was decided wrongly was right again although it was not asked again: all points that may have a say in it
 * had been seen on the good revision by then, by whatever anybody was answered. A point only ever goes forward; one that was wrong
 * when asked after that proves the contrary, and is not believed.
 * @param activeOn when a point had been seen on the good revision; `Infinity` where it never was
 * @returns `Infinity` where that is not known
 */
export function rightBy(
  world: ScenarioWorld,
  lastWrong: JudgedObservation,
  activeOn: (point: string) => number,
): number {
  const by = Math.max(...pointsBehind(world, lastWrong, activeOn).map(activeOn));
  return lastWrong.seen.sent < by ? by : Infinity;
}

/** Whose decision an answer is, and whose it would be where the policy service could not be asked, as far as that may have been so. */
function pointsBehind(
  world: ScenarioWorld,
  { seen, cell: { action } }: JudgedObservation,
  activeOn: (point: string) => number,
): readonly string[] {
  const { replica, mode, sent, outcome } = seen;
  if (action.decide === 'local') return [replica];
  // In two steps either may deny, and both have to allow: the policy service alone ends a wrong allow.
  if (mode === undefined || (action.decide === 'hybrid' && outcome === 'deny'))
    return [policyServicePoint, replica];
  const fallsBack = action.whenUnavailable?.mode === 'cache' || action.whenUnavailable?.mode === 'degrade';
  const until = activeOn(policyServicePoint);
  const wasThere =
    mode === 'remote' &&
    world.starvation.stalledMs({ from: sent, to: until }) === 0 &&
    world.faults.every(({ spec, possible }) => spec.on !== 'policy-service' || possible.to < sent);
  return fallsBack && !wasThere ? [policyServicePoint, replica] : [policyServicePoint];
}
