import type { Rollback } from '../model/result.ts';
import { wholeMs } from './words.ts';

/**
 * Where a rollback's total lies: `1,900 ms inside the objective of 5,000 ms`. Whether it is inside is the
 * result's word, which knows the error of the figure.
 */
export function againstObjective({ totalMs, objectiveMs, withinObjective }: Rollback): string {
  if (totalMs === null) return `cannot be said; the objective is ${wholeMs(objectiveMs)}`;
  const away = totalMs - objectiveMs;
  if (withinObjective === null) return `too close to the objective of ${wholeMs(objectiveMs)} to call`;
  if (withinObjective)
    return `${wholeMs(Math.max(0, -away))} inside the objective of ${wholeMs(objectiveMs)}`;
  return `${wholeMs(Math.max(0, away))} over the objective of ${wholeMs(objectiveMs)}`;
}
