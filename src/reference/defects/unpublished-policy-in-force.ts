import type { Seed } from './defect.ts';

/** Of a try-out that somebody forgot. */
const revision = 99;

/** Has a policy in force that came from elsewhere, under a number that nobody has published. */
export const seed: Seed = (parts) => ({
  ...parts,
  embedded: { ...parts.embedded, revision: () => (parts.embedded.revision() === 0 ? 0 : revision) },
});
