import type { Seed } from './defect.ts';

/** Knows the obligation, logs it, and does not keep it. */
export const seed: Seed = (parts) => ({ ...parts, redact: (data) => data });
