import type { Contract } from '../../contract/contract.ts';
import type { ProcessEvent } from '../../model/event.ts';
import type { Dependency } from '../../model/fault.ts';
import type { Interval } from '../../model/time.ts';

/** A service of the environment, or the proxy before it, that ended unasked leaves everything behind it uncertain. */
export function crashes(
  { exits, contract }: { readonly exits: readonly ProcessEvent[]; readonly contract: Contract },
  dependency: Dependency,
): readonly Interval[] {
  return exits
    .filter((exit) => exit.name === dependency || exit.name === 'fault-proxy')
    .map((exit) => ({ from: exit.t - contract.budgetMs, to: Infinity }));
}
