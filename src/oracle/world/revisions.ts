import type { Mode } from '../../model/decision.ts';
import type { ChangeEvent } from '../../model/event.ts';
import { isDecision } from '../../model/decision.ts';
import type { Interval } from '../../model/time.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Observations } from '../observations.ts';
import { momentsIn } from './moments.ts';
import { publishedRevisions } from './revision-contents.ts';
import type { Revision } from './revision-contents.ts';
import { revocationsOf } from './revocations.ts';
import type { AnswerSource } from './revocations.ts';

/**
 * Which revision may be in force, for each point that decides: every replica (for what it decides itself) and the
 * policy service (for what it is asked). A point has a revision at the earliest when its publication was ordered, and
 * at the latest when an answer of that point showed it or a newer one; in between both are possible. This is measured
 * on decisions, never on acknowledgements.
 */
export interface Revisions {
  readonly all: readonly Revision[];
  /** Indexes of the oldest and the newest revision that may be in force on the point during the interval. */
  inForce(point: string, during: Interval): { readonly oldest: number; readonly newest: number };
  /** Index of a revision that an application names; undefined where nobody published such a number. */
  indexOf(revision: number): number | undefined;
  /**
   * Whether a cell's permission certainly had been withdrawn for longer than the contract lets an answer from there lag behind,
   * before the interval began, and nothing since gave it back.
   */
  revoked(cell: number, during: Interval, source?: AnswerSource): boolean;
  /** Whether the cell's permission is being withdrawn, and answers may still lag behind. */
  withdrawing(cell: number, during: Interval): boolean;
  /** Whether there are numbers to compare with. */
  readonly numbered: boolean;
  /** Whether the number is certainly none that was ever published: higher than all that were, or lower than the first. */
  neverServed(revision: number): boolean;
  /** When a rule that comes to no answer in time may be in force on the policy service. */
  readonly slow: readonly Interval[];
  /** All moments that an interval is compared with here: between them every question has the same answer. */
  readonly moments: Float64Array;
}

export const policyServicePoint = 'policy-service';

/** The point that made a decision of this mode on this replica; undefined where the mode does not tell (a cached decision). */
export function decisionPoint(mode: Mode | undefined, replica: string): string | undefined {
  if (mode === undefined || mode === 'cache') return undefined;
  return mode === 'remote' ? policyServicePoint : replica;
}

/**
 * Works out the revisions from what was ordered and what the answers showed.
 * @param untilMs when the first thing was disturbed that may make a replica forget its policy
 * @param cutOff when the policy service may not have reached the bundle service
 */
export function revisionsOf(
  plan: Plan,
  changes: readonly ChangeEvent[],
  observations: Pick<Observations, 'forEach'>,
  untilMs = Infinity,
  cutOff: readonly Interval[] = [],
): Revisions {
  const all = publishedRevisions(plan, changes);
  const indexOf = (revision: number): number | undefined => {
    const known = all.findIndex((one) => one.revision === revision);
    if (known >= 0) return known;
    const first = all.find((one) => one.revision !== null)?.revision ?? Infinity;
    return revision < first ? 0 : undefined;
  };
  const revocations = revocationsOf(plan, all, cutOff);
  const withdrawn = {
    revoked: (cell: number, { from }: Interval, source: AnswerSource = 'replica') =>
      revocations.some((one) => one.cell === cell && one.from[source] < from && from < one.to),
    withdrawing: (cell: number, { from, to }: Interval) =>
      revocations.some((one) => one.cell === cell && one.ordered <= to && from <= one.from.replica),
  };
  const known = knownNumbers(all, observations, untilMs);
  if (all.length === 1) {
    return {
      all,
      indexOf,
      ...withdrawn,
      ...known,
      slow: [],
      moments: new Float64Array(),
      inForce: () => ({ oldest: 0, newest: 0 }),
    };
  }

  const shownBy = new Map<string, number[]>();
  observations.forEach((seen) => {
    const point = decisionPoint(seen.mode, seen.replica);
    if (point === undefined || seen.revision === undefined || !isDecision(seen.outcome)) return;
    const index = indexOf(seen.revision);
    if (index === undefined || seen.received < (all[index]?.ordered ?? Infinity)) return;
    const shown = shownBy.get(point) ?? Array.from(all, () => Infinity);
    for (let older = 0; older <= index; older += 1) {
      shown[older] = Math.min(shown[older] ?? Infinity, seen.received);
    }
    shownBy.set(point, shown);
  });

  const orders = all.map((one) => one.ordered);
  return {
    all,
    indexOf,
    ...withdrawn,
    ...known,
    slow: slowSpans(all, shownBy.get(policyServicePoint) ?? []),
    moments: momentsIn(orders, [...shownBy.values()], revocations),
    inForce(point, during) {
      const newest = Math.max(0, lastBelow(orders, during.to, true));
      const oldest = Math.max(0, lastBelow(shownBy.get(point) ?? [], during.from, false));
      return { oldest: Math.min(oldest, newest), newest };
    },
  };
}

/** Position of the last of some moments that lies before a limit, or at it. Asked for every observation, so without a closure. */
function lastBelow(moments: readonly number[], limit: number, orAt: boolean): number {
  for (let index = moments.length - 1; index >= 0; index -= 1) {
    const moment = moments[index] ?? Infinity;
    if (moment < limit || (orAt && moment === limit)) return index;
  }
  return -1;
}

/** From the order of a rule that is slow until the policy service showed a later revision that is not. */
function slowSpans(all: readonly Revision[], shown: readonly number[]): readonly Interval[] {
  return all.flatMap(({ ordered, unanswered }, index) => {
    if (unanswered.size === 0) return [];
    const next = all.findIndex((one, later) => later > index && one.unanswered.size === 0);
    return { from: ordered, to: next < 0 ? Infinity : (shown[next] ?? Infinity) };
  });
}

/**
 * Which numbers can have been published. What was there at the start is told by nothing but the decisions before anything
 * was disturbed; a fallback deny decides on no policy, and names none.
 */
function knownNumbers(
  all: readonly Revision[],
  observations: Pick<Observations, 'forEach'>,
  untilMs: number,
): Pick<Revisions, 'numbered' | 'neverServed'> {
  let lowest = Infinity;
  let highest = -Infinity;
  observations.forEach(({ received, outcome, mode, revision }) => {
    if (revision === undefined || mode === undefined || mode === 'deny' || !isDecision(outcome)) return;
    if (received >= untilMs) return;
    lowest = Math.min(lowest, revision);
    highest = Math.max(highest, revision);
  });
  const seen = lowest < Infinity;
  const allTold = all.slice(1).every((one) => one.revision !== null);
  const told = all.flatMap((one) => one.revision ?? []);
  const highestTold = told.length === 0 ? highest : Math.max(...told);
  const bounded = allTold && (all.length > 1 || seen);
  return {
    numbered: bounded || seen,
    neverServed: (revision) => (bounded && revision > highestTold) || (seen && revision < lowest),
  };
}
