import type { FaultSpec } from '../model/fault.ts';
import { longestAnswer, shortestAnswer } from './answer-size.ts';
import type { Fault } from './fault.ts';
import { effectOfDelay } from './lateness.ts';
import { questionOfPieces } from './pieces-question.ts';
import type { Arrival } from './pieces-question.ts';
import { injectToxics } from './toxic-part.ts';

/** Pauses shorter than that are at the mercy of timers. */
const shortestPauseMs = 5;

/** An arrival shorter than that tells nothing of a rate. */
const tellingMs = 20;

/**
 * Answers come through at so many bytes a second. Toxiproxy's `bandwidth` knows only whole kilobytes a second and lets through what
 * fits into a tenth of a second at once, which is all of most answers; so it is done by a `slicer`, a piece at a time
 * with the pause that the piece is worth. Up to 200 bytes a second a piece is a single byte and the rate is exact; beyond,
 * a slicer's pieces are up to half as small as asked for, and so may the rate be.
 */
export const drip: Fault<Extract<FaultSpec, { type: 'drip' }>> = {
  type: 'drip',
  effect: ({ on, bytesPerSecond }, { timeoutMs }) => {
    const piece = pieceBytes(bytesPerSecond);
    const pauseMs = (piece / bytesPerSecond) * 1_000;
    // The last piece is there without the pause that follows it; pieces may be half as large.
    const atLeast = (Math.ceil(shortestAnswer[on] / piece) - 1) * pauseMs;
    const atMost = (longestAnswer[on] / Math.max(1, piece / 2)) * pauseMs;
    return effectOfDelay(atLeast, atMost, timeoutMs);
  },
  inject: async (spec, environment, leaseMs) => {
    const { on, bytesPerSecond } = spec;
    const piece = pieceBytes(bytesPerSecond);
    const attributes = {
      average_size: piece,
      size_variation: 0,
      delay: Math.round((piece / bytesPerSecond) * 1_000_000),
    };
    return injectToxics(
      spec,
      environment,
      [{ type: 'slicer', stream: 'downstream', attributes }],
      leaseMs,
      questionOfPieces(on, (arrival) => dripped(arrival, bytesPerSecond)),
    );
  },
  shows: (_spec, { symptom }) => symptom === 'in pieces',
  showsWithinMs: ({ bytesPerSecond }) =>
    tellingMs + (10 * pieceBytes(bytesPerSecond) * 1_000) / bytesPerSecond,
};

function pieceBytes(bytesPerSecond: number): number {
  return Math.max(1, Math.ceil((bytesPerSecond * shortestPauseMs) / 1_000));
}

/** The first piece came without a pause before it, so it says nothing of the rate. */
function dripped({ pieces, bytes, overMs }: Arrival, bytesPerSecond: number): boolean {
  const paused = bytes - pieceBytes(bytesPerSecond);
  return pieces >= 3 && overMs >= tellingMs && (paused / overMs) * 1_000 <= bytesPerSecond * 1.1;
}
