import { createInputs, type InputSource } from '../../app/decide/inputs.ts';
import type { Seed } from '../defect.ts';

/** A defect in how sources of inputs are asked, or in what is made of their answers. */
export function withSources(alter: (source: InputSource) => InputSource): Seed {
  return (parts, { sources }) => ({
    ...parts,
    inputs: createInputs(new Map([...sources].map(([name, source]) => [name, alter(source)]))),
  });
}
