import type { ChangeEvent } from '../../model/event.ts';
import type { Plan, PlannedChange, WrongAnswer } from '../../plan/plan.ts';
import { decisionSet, denyOnly } from '../answer-set.ts';
import type { DecisionSet } from '../answer-set.ts';

/** One policy content in the order of publication; number 0 is what was there before the first change. */
export interface Revision {
  /** The number it was served under, where the harness was told. */
  readonly revision: number | null;
  /** Change that brought it, or null for the first. */
  readonly change: string | null;
  readonly policy: string;
  /** Before this moment nobody can have it: its first order, where a refused one was followed by another. */
  readonly ordered: number;
  readonly served: number | null;
  /** Right answers by cell: what the contract expects, and beside it what a bad rule answers. */
  readonly answers: readonly DecisionSet[];
  /** The same for what the coarse policy of a degrade fallback may say. */
  readonly coarse: readonly DecisionSet[];
  /** Cells for which the policy service comes to no answer in time. */
  readonly unanswered: ReadonlySet<number>;
}

type Content = Pick<Revision, 'policy' | 'answers' | 'coarse' | 'unanswered'>;
type PolicyChange = Exclude<PlannedChange, { kind: 'restart' }>;

/**
 * What was published, in the order in which it was first ordered. What change control refused is no revision, unless it was
 * served all the same.
 * @param changes in order of time
 */
export function publishedRevisions(plan: Plan, changes: readonly ChangeEvent[]): readonly Revision[] {
  const all: Revision[] = [
    {
      revision: null,
      change: null,
      policy: 'good',
      ordered: -Infinity,
      served: -Infinity,
      answers: plan.cells.map((cell) => decisionSet(cell.expect)),
      coarse: plan.cells.map((cell) => decisionSet(cell.whenDegraded)),
      unanswered: new Set(),
    },
  ];
  const inOrder = changes.filter((event) => event.edge === 'ordered').toSorted((a, b) => a.t - b.t);
  for (const [id, [ordered]] of Map.groupBy(inOrder, (event) => event.change)) {
    const planned = plan.changes.find((change) => change.id === id);
    if (planned === undefined || planned.kind === 'restart' || ordered === undefined) continue;
    const events = changes.filter((event) => event.change === id);
    const served = servedEvent(events);
    if (served === undefined && wasRefused(events)) continue;
    const content = contentOf(plan, planned, all);
    all.push({
      ...content,
      revision: served?.revision ?? null,
      change: id,
      policy: served?.policy ?? content.policy,
      ordered: ordered.t,
      served: served?.t ?? null,
    });
  }
  return all;
}

/** That a publication is served; where it reaches the replicas one by one, what is said of them alone comes second. */
function servedEvent(events: readonly ChangeEvent[]): ChangeEvent | undefined {
  const served = events.filter((event) => event.edge === 'served').toSorted((a, b) => a.t - b.t);
  return served.find((event) => event.replica === undefined) ?? served[0];
}

/** Whether every order was refused. */
function wasRefused(events: readonly ChangeEvent[]): boolean {
  const count = (edge: ChangeEvent['edge']): number =>
    events.filter((event) => event.edge === edge && event.replica === undefined).length;
  return count('refused') >= count('ordered');
}

/** What a publication says: a bad rule besides what was declared, a revocation on top of what was there, or an earlier content again. */
function contentOf(plan: Plan, change: PolicyChange, published: readonly Revision[]): Content {
  if (change.kind === 'publish') {
    return {
      policy: change.policy,
      answers: plan.cells.map((cell, index) => decisionSet(cell.expect) | wrongAnswers(change.wrong, index)),
      coarse: plan.cells.map(
        (cell, index) => decisionSet(cell.whenDegraded) | wrongAnswers(change.wrong, index),
      ),
      unanswered: new Set(change.wrong.filter((one) => one.answers === 'none').map((one) => one.cell)),
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
      unanswered: latest?.unanswered ?? new Set(),
    };
  }
  const before = Math.max(0, published.findIndex((one) => one.change === change.of) - 1);
  const earlier = published[before];
  return {
    policy: earlier?.policy ?? 'good',
    answers: earlier?.answers ?? [],
    coarse: earlier?.coarse ?? [],
    unanswered: earlier?.unanswered ?? new Set(),
  };
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
