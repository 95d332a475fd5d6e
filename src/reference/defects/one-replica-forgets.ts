import type { Seed } from './defect.ts';

/** Runs one replica on an older configuration, in which caching is off. */
export const seed: Seed = (parts, { replica }) =>
  replica === 'r1' ? { ...parts, cache: { ...parts.cache, keep() {} } } : parts;
