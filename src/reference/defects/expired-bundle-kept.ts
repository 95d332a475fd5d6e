import type { Seed } from './defect.ts';

/** Goes on deciding on a policy that nobody has confirmed for too long. */
export const seed: Seed = (parts) => ({ ...parts, embedded: { ...parts.embedded, expired: () => false } });
