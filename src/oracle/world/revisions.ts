import type { Mode } from '../../model/decision.ts';
import type { ChangeEvent, ObservationEvent } from '../../model/event.ts';
import { isDecision } from '../../model/decision.ts';
import type { Interval } from '../../model/time.ts';
import type { Cell, Plan } from '../../plan/plan.ts';
import { decisionSet } from '../answer-set.ts';
import type { DecisionSet } from '../answer-set.ts';

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
}

export const policyServicePoint = 'policy-service';

/** The point that made a decision of this mode on this replica; undefined where the mode does not tell (a cached decision). */
export function decisionPoint(mode: Mode | undefined, replica: string): string | undefined {
  if (mode === undefined || mode === 'cache') return undefined;
  return mode === 'remote' ? policyServicePoint : replica;
}

/** Works out the revisions from what was ordered and what the answers showed. */
export function revisionsOf(
  plan: Plan,
  changes: readonly ChangeEvent[],
  observations: readonly ObservationEvent[],
): Revisions {
  const all = publishedRevisions(plan, changes);
  const indexOf = (revision: number): number | undefined => {
    const known = all.findIndex((one) => one.revision === revision);
    if (known >= 0) return known;
    const first = all.find((one) => one.revision !== null)?.revision ?? Infinity;
    return revision < first ? 0 : undefined;
  };
  if (all.length === 1) return { all, indexOf, inForce: () => ({ oldest: 0, newest: 0 }) };

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

  return {
    all,
    indexOf,
    inForce(point, during) {
      const newest = all.findLastIndex((one) => one.ordered <= during.to);
      const oldest = shownBy.get(point)?.findLastIndex((received) => received < during.from) ?? -1;
      return { oldest: Math.max(0, Math.min(oldest, newest)), newest: Math.max(0, newest) };
    },
  };
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
    },
  ];
  const ordered = changes.filter((event) => event.edge === 'ordered').toSorted((a, b) => a.t - b.t);
  for (const order of ordered) {
    const served = changes.find((event) => event.change === order.change && event.edge === 'served');
    const planned = plan.changes.find((change) => change.id === order.change);
    if (planned === undefined) continue;
    const before = planned.kind === 'rollback' ? all.findIndex((one) => one.change === planned.of) - 1 : -1;
    all.push({
      revision: served?.revision ?? null,
      change: order.change,
      policy:
        served?.policy ?? (planned.kind === 'publish' ? planned.policy : (all[before]?.policy ?? 'good')),
      ordered: order.t,
      served: served?.t ?? null,
      answers:
        planned.kind === 'publish'
          ? withWrong(plan.cells, planned.wrong)
          : (all[Math.max(0, before)]?.answers ?? declared),
    });
  }
  return all;
}

/** A bad rule's answer is permitted while the rule may be in force; the declared one always is. */
function withWrong(
  cells: readonly Cell[],
  wrong: readonly { readonly cell: number; readonly answers: Cell['expect'] }[],
): readonly DecisionSet[] {
  return cells.map((cell, index) =>
    wrong
      .filter((one) => one.cell === index)
      .reduce((answers, one) => answers | decisionSet(one.answers), decisionSet(cell.expect)),
  );
}
