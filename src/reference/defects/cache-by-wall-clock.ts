import { createDecisionCache } from '../app/decide/decision-cache.ts';
import type { Seed } from './defect.ts';

/** Counts the ages of cached decisions on a clock that can be set: set back, it makes old ones young. */
export const seed: Seed = (parts) => ({ ...parts, cache: createDecisionCache(() => Date.now()) });
