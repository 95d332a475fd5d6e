import type { Seed } from './defect.ts';

/** Any value will do, as long as there once was one. */
export const seed: Seed = (parts) => ({
  ...parts,
  inputs: {
    read: (uses, question) =>
      parts.inputs.read(
        uses.map((input) => ({ ...input, maxAgeMs: null })),
        question,
      ),
  },
});
