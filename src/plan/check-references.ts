import type { PointAt } from '../contract/check-shape.ts';
import type { Contract } from '../contract/contract.ts';
import type { Problem } from '../model/problem.ts';
import type { ScenarioDraft } from '../scenario/draft.ts';
import type { Target } from '../target/target.ts';
import { checkAgainstContract } from './check-against-contract.ts';
import { checkAgainstTarget } from './check-against-target.ts';
import { checkLoad } from './check-load.ts';
import { checkTimes } from './check-times.ts';

/** Everything a scenario asks of its contract and target that these do not have. */
export function checkReferences(
  draft: ScenarioDraft,
  at: PointAt,
  contract: Contract | undefined,
  target: Target | undefined,
): Problem[] {
  const notes = [
    ...(contract === undefined ? [] : checkAgainstContract(draft, contract)),
    ...(target === undefined ? [] : checkAgainstTarget(draft, contract, target)),
    ...checkTimes(draft, contract, target),
    ...checkLoad(draft, contract, target),
  ];
  return notes.map((note) => at(note.path, note));
}
