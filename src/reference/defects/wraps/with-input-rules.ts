import type { NamedInput } from '../../app/decide/named-input.ts';
import type { Seed } from '../defect.ts';

/** A defect in what the application makes of the rules that the contract has for inputs. */
export function withInputRules(alter: (declared: NamedInput) => NamedInput): Seed {
  return (parts) => ({
    ...parts,
    inputs: { read: (uses, question) => parts.inputs.read(uses.map(alter), question) },
  });
}
