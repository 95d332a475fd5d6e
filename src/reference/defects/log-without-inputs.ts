import type { Seed } from './defect.ts';

/** Writes down what was decided, and not on what. */
export const seed: Seed = (parts) => ({
  ...parts,
  log: { ...parts.log, append: (record) => parts.log.append({ ...record, inputs: {} }) },
});
