import type { DecisionInput } from '../../../contract/contract.ts';

/** A decision input by its name in the contract, such as `context.risk`. */
export interface NamedInput extends DecisionInput {
  readonly name: string;
}
