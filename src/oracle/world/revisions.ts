import type { Mode } from '../../model/decision.ts';
import type { ChangeEvent, ObservationEvent } from '../../model/event.ts';
import { isDecision } from '../../model/decision.ts';
import type { Interval } from '../../model/time.ts';
import type { Plan, PlannedChange, WrongAnswer } from '../../plan/plan.ts';
import { allowOnly, decisionSet, denyOnly } from '../answer-set.ts';
import type { DecisionSet } from '../answer-set.ts';
import { clockGrainMs } from './clock.ts';

/** One policy content in the order of publication; number 0 is what was there before the first change. */
export interface Revision {
  /** The number it was served under, where the harness was told. */
  readonly revision: number | null;
  /** Change that brought it, or null for the first. */
  readonly change: string | null;
  readonly policy: string;
  /** Before this moment nobody can have it. */
  readonly ordered: number;
  readonly served: number | null;
  /** Right answers by cell: what the contract expects, and beside it what a bad rule answers. */
  readonly answers: readonly DecisionSet[];
  /** The same for what the coarse policy of a degrade fallback may say. */
  readonly coarse: readonly DecisionSet[];
}

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
   * Whether a cell's permission certainly had been withdrawn for longer than the contract lets any answer lag behind,
   * before the interval began, and nothing since gave it back.
   */
  revoked(cell: number, during: Interval): boolean;
  /** Whether the cell's permission is being withdrawn, and answers may still lag behind. */
  withdrawing(cell: number, during: Interval): boolean;
  /** Whether there are numbers to compare with. */
  readonly numbered: boolean;
  /** Whether the number is certainly none that was ever published: higher than all that were, or lower than the first. */
  neverServed(revision: number): boolean;
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
 */
export function revisionsOf(
  plan: Plan,
  changes: readonly ChangeEvent[],
  observations: Iterable<ObservationEvent>,
  untilMs = Infinity,
): Revisions {
  const all = publishedRevisions(plan, changes);
  const indexOf = (revision: number): number | undefined => {
    const known = all.findIndex((one) => one.revision === revision);
    if (known >= 0) return known;
    const first = all.find((one) => one.revision !== null)?.revision ?? Infinity;
    return revision < first ? 0 : undefined;
  };
  const revocations = revocationsOf(plan, all);
  const withdrawn = {
    revoked: (cell: number, { from }: Interval) =>
      revocations.some((one) => one.cell === cell && one.from < from && from < one.to),
    withdrawing: (cell: number, { from, to }: Interval) =>
      revocations.some((one) => one.cell === cell && one.ordered <= to && from <= one.from),
  };
  const highest = Math.max(-Infinity, ...all.map((one) => one.revision ?? -Infinity));
  const numbered = all.length > 1 && all.slice(1).every((one) => one.revision !== null);
  const first = firstNumber(observations, untilMs);
  const known = {
    numbered: numbered || first > -Infinity,
    neverServed: (revision: number) => (numbered && revision > highest) || revision < first,
  };
  if (all.length === 1) {
    return { all, indexOf, ...withdrawn, ...known, inForce: () => ({ oldest: 0, newest: 0 }) };
  }

  const shownBy = new Map<string, number[]>();
  for (const seen of observations) {
    const point = decisionPoint(seen.mode, seen.replica);
    if (point === undefined || seen.revision === undefined || !isDecision(seen.outcome)) continue;
    const index = indexOf(seen.revision);
    if (index === undefined || seen.received < (all[index]?.ordered ?? Infinity)) continue;
    const shown = shownBy.get(point) ?? Array.from(all, () => Infinity);
    for (let older = 0; older <= index; older += 1) {
      shown[older] = Math.min(shown[older] ?? Infinity, seen.received);
    }
    shownBy.set(point, shown);
  }

  const orders = all.map((one) => one.ordered);
  return {
    all,
    indexOf,
    ...withdrawn,
    ...known,
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

function publishedRevisions(plan: Plan, changes: readonly ChangeEvent[]): readonly Revision[] {
  const declared = plan.cells.map((cell) => decisionSet(cell.expect));
  const all: Revision[] = [
    {
      revision: null,
      change: null,
      policy: 'good',
      ordered: -Infinity,
      served: -Infinity,
      answers: declared,
      coarse: plan.cells.map((cell) => decisionSet(cell.whenDegraded)),
    },
  ];
  const ordered = changes.filter((event) => event.edge === 'ordered').toSorted((a, b) => a.t - b.t);
  for (const order of ordered) {
    const served = changes.find((event) => event.change === order.change && event.edge === 'served');
    const planned = plan.changes.find((change) => change.id === order.change);
    if (planned === undefined || planned.kind === 'restart') continue;
    const content = contentOf(plan, planned, all);
    all.push({
      ...content,
      revision: served?.revision ?? null,
      change: order.change,
      policy: served?.policy ?? content.policy,
      ordered: order.t,
      served: served?.t ?? null,
    });
  }
  return all;
}

type Content = Pick<Revision, 'policy' | 'answers' | 'coarse'>;

/** What a publication says: a bad rule besides what was declared, a revocation on top of what was there, or an earlier content again. */
function contentOf(
  plan: Plan,
  change: Exclude<PlannedChange, { kind: 'restart' }>,
  published: readonly Revision[],
): Content {
  if (change.kind === 'publish') {
    return {
      policy: change.policy,
      answers: plan.cells.map((cell, index) => decisionSet(cell.expect) | wrongAnswers(change.wrong, index)),
      coarse: plan.cells.map(
        (cell, index) => decisionSet(cell.whenDegraded) | wrongAnswers(change.wrong, index),
      ),
    };
  }
  if (change.kind === 'revoke') {
    const latest = published.at(-1);
    const denied = new Set(change.denies);
    const withdraw = (decisions: readonly DecisionSet[]): readonly DecisionSet[] =>
      decisions.map((each, index) => (denied.has(index) ? denyOnly : each));
    return {
      policy: change.policy,
      answers: withdraw(latest?.answers ?? []),
      coarse: withdraw(latest?.coarse ?? []),
    };
  }
  const before = Math.max(0, published.findIndex((one) => one.change === change.of) - 1);
  const { policy = 'good', answers = [], coarse = [] } = published[before] ?? {};
  return { policy, answers, coarse };
}

/**
 * The lowest number that decided anything before anything was disturbed: what was there at the start is told by nothing
 * else. A fallback deny decides on no policy, and names none.
 */
function firstNumber(observations: Iterable<ObservationEvent>, untilMs: number): number {
  let lowest = Infinity;
  for (const { received, outcome, mode, revision } of observations) {
    if (revision === undefined || mode === undefined || mode === 'deny' || !isDecision(outcome)) continue;
    if (received < untilMs) lowest = Math.min(lowest, revision);
  }
  return lowest < Infinity ? lowest : -Infinity;
}

interface Revocation extends Interval {
  readonly cell: number;
  readonly ordered: number;
}

/** By cell, from when on an allow certainly comes too late after its withdrawal, and until when. */
function revocationsOf(plan: Plan, all: readonly Revision[]): readonly Revocation[] {
  return all.flatMap(({ change, ordered, served }, index) => {
    const planned = plan.changes.find((each) => each.id === change);
    if (planned?.kind !== 'revoke') return [];
    const from = (served ?? Infinity) + plan.contract.revocation.boundMs + clockGrainMs;
    return planned.denies
      .filter((cell) => plan.cells[cell]?.expect === 'allow')
      .map((cell) => {
        const given = all.slice(index + 1).find((later) => ((later.answers[cell] ?? 0) & allowOnly) !== 0);
        return { cell, ordered, from, to: given?.ordered ?? Infinity };
      });
  });
}

/** A bad rule's answers are permitted while the rule may be in force; the declared one always is. */
function wrongAnswers(
  wrong: readonly { readonly cell: number; readonly answers: WrongAnswer }[],
  cell: number,
): DecisionSet {
  return wrong
    .filter((one) => one.cell === cell)
    .reduce(
      (answers: DecisionSet, { answers: one }) => (one === 'none' ? answers : answers | decisionSet(one)),
      0,
    );
}
