import { isDecision } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import type { Counts } from './progress.ts';

/** Counts what was seen, for those who watch. */
export interface Tally {
  note(observation: ObservationEvent): void;
  counts(): Counts;
}

/** @param isWrong whether an observation contradicts what was declared */
export function startTally(isWrong: (observation: ObservationEvent) => boolean): Tally {
  let decisions = 0;
  let wrong = 0;
  let unanswered = 0;
  return {
    note: (observation) => {
      if (isDecision(observation.outcome)) decisions++;
      else unanswered++;
      if (isWrong(observation)) wrong++;
    },
    counts: () => ({ decisions, wrong, unanswered }),
  };
}
