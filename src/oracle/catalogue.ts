import type { ActionDeclaration, Contract } from '../contract/contract.ts';
import type { FaultSpec } from '../model/fault.ts';
import { faultCatalogue } from '../model/fault-catalogue.ts';
import type { CoverageRow } from '../model/result.ts';
import { needs } from './attribution.ts';
import { faultKey, faultTitle } from './wording.ts';

/** What a complete library drills with a contract: every row of the catalogue, with the actions that it concerns. */
export function catalogueRows(contract: Contract): readonly CoverageRow[] {
  return faultCatalogue.map((spec) => ({
    fault: faultKey(spec),
    title: faultTitle(spec),
    actions: Object.entries(contract.actions)
      .filter(([, action]) => restsOn(contract, action, spec))
      .map(([name]) => name),
  }));
}

/** Whether an action rests on what a fault takes away; of the context service, on any input that it gives. */
function restsOn(contract: Contract, action: ActionDeclaration, spec: FaultSpec): boolean {
  const fetched = action.uses.filter((name) => contract.inputs[name]?.local === false);
  return needs({ action, fetched }, { spec, effect: { kind: 'out' } });
}
