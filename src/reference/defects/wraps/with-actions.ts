import type { ActionDeclaration } from '../../../contract/contract.ts';
import type { Seed } from '../defect.ts';

/** A defect in what the application makes of the actions that the contract declares. */
export function withActions(alter: (declared: ActionDeclaration) => ActionDeclaration): Seed {
  return (parts) => ({
    ...parts,
    contract: {
      ...parts.contract,
      actions: Object.fromEntries(
        Object.entries(parts.contract.actions).map(([name, declared]) => [name, alter(declared)]),
      ),
    },
  });
}
