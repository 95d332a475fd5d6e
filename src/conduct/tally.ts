import { isDecision } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import type { Cell } from '../plan/plan.ts';
import { contradicts } from './contradiction.ts';
import type { Counts } from './progress.ts';

/** Counts what was seen, for those who watch. */
export interface Tally {
  note(observation: ObservationEvent): void;
  counts(): Counts;
}

export function startTally(cells: readonly Cell[]): Tally {
  let decisions = 0;
  let wrong = 0;
  let unanswered = 0;
  return {
    note: (observation) => {
      if (isDecision(observation.outcome)) decisions++;
      else unanswered++;
      const cell = cells[observation.cell];
      if (cell !== undefined && contradicts(cell, observation)) wrong++;
    },
    counts: () => ({ decisions, wrong, unanswered }),
  };
}
