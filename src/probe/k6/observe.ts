import type { ObservationEvent } from '../../model/event.ts';
import { roundMs } from '../../model/time.ts';
import type { Target } from '../../target/target.ts';
import type { Classified } from '../classify.ts';
import { classifyAnswer } from '../classify.ts';
import type { ReportedAnswer } from './script-input.ts';
import type { GivenTurn } from './turns.ts';
import type { WallClock } from './wall-clock.ts';

/**
 * What k6 reported, as an observation like the prober's. Its times are of the wall clock and are placed on the journal's with all of
 * their uncertainty, so that the interval is longer than the request was; how long that took, k6 has measured by itself.
 * @param readAt when the report was read, by the journal's clock: the answer was in by then
 */
export function observationOf(
  turn: GivenTurn,
  reported: ReportedAnswer,
  wall: Pick<WallClock, 'at'>,
  readAt: number,
  target: Pick<Target, 'answer'>,
  hide: readonly string[],
): ObservationEvent {
  let sent = Math.max(turn.givenAt, wall.at(reported.before).from);
  let received = Math.min(readAt, wall.at(reported.after).to);
  if (sent + reported.tookMs > received + 1) {
    // The wall clock was moved under it. What the journal's own clock says still holds.
    sent = turn.givenAt;
    received = readAt;
  }
  return {
    type: 'observation',
    id: turn.id,
    cell: turn.cell,
    replica: turn.replica,
    intended: roundMs(turn.givenAt),
    sent: roundMs(sent),
    received: roundMs(Math.max(sent, received)),
    ...classified(reported, target, hide),
    source: 'k6',
    tookMs: roundMs(reported.tookMs),
  };
}

/** The error codes of k6 for which the prober has the system's name; "Error codes" in k6's documentation has all of them. */
const systemNames: Readonly<Record<number, string>> = { 1212: 'ECONNREFUSED', 1220: 'ECONNRESET' };
const timeouts: ReadonlySet<number> = new Set([1050, 1211]);

function classified(
  reported: ReportedAnswer,
  target: Pick<Target, 'answer'>,
  hide: readonly string[],
): Classified {
  const { status, headers, body, errorCode, error } = reported;
  if (timeouts.has(errorCode)) return { outcome: 'timeout' };
  // From 1400 to 1599 the code only repeats the status.
  const isFailure = errorCode !== 0 && (errorCode < 1_400 || errorCode > 1_599);
  if (isFailure || status === 0)
    return { outcome: 'error', error: systemNames[errorCode] ?? (error || `k6 error ${errorCode}`) };
  return classifyAnswer({ status, headers, body }, target.answer, hide);
}
