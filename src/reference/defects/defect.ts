import type { Parts } from '../app/decide/parts.ts';

/** A defect: swaps or wraps the sound parts that the mistake concerns. */
export type Seed = (parts: Parts) => Parts;
