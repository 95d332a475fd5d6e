import type { FaultSpec } from '../model/fault.ts';
import { longestAnswer, shortestAnswer } from './answer-size.ts';
import type { Fault } from './fault.ts';
import { effectOfDelay } from './lateness.ts';
import { questionOfPieces } from './pieces-question.ts';
import type { Arrival } from './pieces-question.ts';
import { injectToxics } from './toxic-part.ts';

/** What a pause may be cut short by: a timer that fires early, and the rounding of both clocks. */
const timerToleranceMs = 1;

/**
 * Answers come in pieces of at most `pieceBytes`, and of at least half as many, with a pause after each. Nothing is lost: it shows
 * who takes the first piece for the whole.
 */
export const sliced: Fault<Extract<FaultSpec, { type: 'sliced' }>> = {
  type: 'sliced',
  effect: ({ on, pieceBytes, pauseMs }, { timeoutMs }) => {
    const fewest = Math.ceil(shortestAnswer[on] / pieceBytes);
    const most = Math.ceil(longestAnswer[on] / Math.max(1, pieceBytes / 2));
    // The last piece is there without the pause that follows it.
    return effectOfDelay((fewest - 1) * pauseMs, most * pauseMs, timeoutMs);
  },
  inject: async (spec, environment, leaseMs) => {
    const { on, pieceBytes, pauseMs } = spec;
    const attributes = { average_size: pieceBytes, size_variation: 0, delay: Math.round(pauseMs * 1_000) };
    return injectToxics(
      spec,
      environment,
      [{ type: 'slicer', stream: 'downstream', attributes }],
      leaseMs,
      questionOfPieces(on, (arrival) => inPieces(arrival, pauseMs)),
    );
  },
  shows: (_spec, { symptom }) => symptom === 'in pieces',
  showsWithinMs: ({ pauseMs }) => 10 * pauseMs,
};

/** An answer in one or two goes may well be one that nobody has cut. */
function inPieces({ pieces, overMs }: Arrival, pauseMs: number): boolean {
  return pieces >= 3 && overMs >= (pieces - 1) * Math.max(0, pauseMs - timerToleranceMs);
}
