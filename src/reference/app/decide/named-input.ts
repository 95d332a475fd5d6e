import type { Contract, DecisionInput } from '../../../contract/contract.ts';

/** A decision input by its name in the contract, such as `context.risk`. */
export interface NamedInput extends DecisionInput {
  readonly name: string;
}

/** The inputs that an action rests on, as the contract declares them; none for an action that it does not know. */
export function usesOf({ actions, inputs }: Contract, action: string): readonly NamedInput[] {
  const uses = Object.hasOwn(actions, action) ? (actions[action]?.uses ?? []) : [];
  return uses.flatMap((name) => (inputs[name] === undefined ? [] : [{ name, ...inputs[name] }]));
}
