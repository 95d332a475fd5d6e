import type { SeedPolicy } from './defect.ts';

/** Verifies who signed a confirmation, and never asks whether it has seen it before. */
export const seedPolicy: SeedPolicy = (parts) => ({
  ...parts,
  confirm: (answer, question) => parts.confirm(answer, { ...question, lastAt: undefined }),
});
