import type { ChangeEvent, JournalEvent } from '../../../model/event.ts';
import type { Rollback } from '../../../model/result.ts';
import type { Plan, PlannedChange } from '../../../plan/plan.ts';
import type { DecisionWitnessed } from '../../../reference/witness/witness-event.ts';
import type { Truth } from './truth.ts';

/** A figure that was measured, beside what really was; moments by the journal's clock. */
export interface Figure {
  readonly what: string;
  readonly truth: number;
  /** What was measured, and what it may be wrong by. */
  readonly at: number;
  readonly errorMs: number;
}

/** One rollback held against the truth. */
export interface Comparison {
  /** The bad one. */
  readonly policy: string;
  /** Bound of the last wrong decision; null where none was measured. */
  readonly errorMs: number | null;
  readonly figures: readonly Figure[];
  /** What is claimed and is not so, in sentences. Empty where everything agrees. */
  readonly disagreements: readonly string[];
}

type Publication = Extract<PlannedChange, { kind: 'publish' }>;

/** Two clocks that are read one after the other, and microseconds that are rounded. */
const clockErrorMs = 0.01;

/**
 * Holds every rollback of a drill against what really happened: the first and the last wrong decision of any replica, whoever
 * asked; when each point really put the good revision in force; whether the objective was met; how many were wrong. Rules that
 * are only slow are not compared, and of what was never taken back nothing is claimed.
 * @param events the journal that it was measured from
 */
export function compareRollbacks(
  plan: Plan,
  events: readonly JournalEvent[],
  rollbacks: readonly Rollback[],
  truth: Truth,
): readonly Comparison[] {
  const changes = events.filter((event) => event.type === 'change');
  const heard = new Set(
    events.flatMap((event) => (event.type === 'observation' ? (event.decisionId ?? []) : [])),
  );
  return rollbacks.map((rollback) => {
    const wrong = wrongDecisions(plan, changes, rollback.badRevision, truth);
    const ordered = orderOf(changes, rollback.goodRevision);
    if (ordered !== undefined) return compareOne(rollback, ordered, wrong, heard, truth);
    return { policy: rollback.policy, errorMs: null, figures: [], disagreements: [] };
  });
}

function compareOne(
  rollback: Rollback,
  ordered: number,
  wrong: readonly DecisionWitnessed[],
  heard: ReadonlySet<string>,
  truth: Truth,
): Comparison {
  const { policy, totalMs, errorMs } = rollback;
  const lastWrong = Math.max(ordered, wrong.at(-1)?.at ?? 0);
  const figures = [...momentsOf(rollback, wrong, truth)];
  if (totalMs !== null)
    figures.push({ what: 'last wrong decision', truth: lastWrong, at: ordered + totalMs, errorMs });
  const disagreements = [
    ...figures.filter((figure) => !holds(figure)).map(sentence),
    ...aboutObjective(rollback, lastWrong - ordered),
    ...aboutCount(rollback, wrong.filter(({ decisionId }) => heard.has(decisionId)).length),
  ];
  return { policy, errorMs: totalMs === null ? null : errorMs, figures, disagreements };
}

/** The moments at which phases ended, as far as they can be compared. */
function momentsOf(
  { phases, goodRevision }: Rollback,
  [firstWrong]: readonly DecisionWitnessed[],
  { swaps }: Truth,
): readonly Figure[] {
  return phases.flatMap(({ phase, replica, to: at, errorMs }): readonly Figure[] => {
    if (phase === 'exposure' && firstWrong !== undefined)
      return [{ what: 'first wrong decision', truth: firstWrong.at, at, errorMs }];
    if (phase !== 'activation' || goodRevision === null) return [];
    const swap = swaps.find(({ point, revision }) => point === replica && revision >= goodRevision);
    return swap === undefined ? [] : [{ what: `swap on ${swap.point}`, truth: swap.at, at, errorMs }];
  });
}

function holds({ truth, at, errorMs }: Figure): boolean {
  return Math.abs(truth - at) <= errorMs + clockErrorMs;
}

function sentence({ what, truth, at, errorMs }: Figure): string {
  return `The ${what} was at ${truth.toFixed(3)}, and is said to have been at ${at.toFixed(3)} ± ${errorMs.toFixed(3)}.`;
}

function aboutObjective({ withinObjective, objectiveMs }: Rollback, tookMs: number): readonly string[] {
  if (withinObjective !== true || tookMs <= objectiveMs + clockErrorMs) return [];
  return [`It took ${tookMs.toFixed(3)} ms, and is said to have met ${objectiveMs} ms.`];
}

/** What was decided wrongly is counted as far as anybody got to hear of it. */
function aboutCount({ wrongAllows, wrongDenies }: Rollback, heard: number): readonly string[] {
  const counted = wrongAllows + wrongDenies;
  return counted === heard ? [] : [`${heard} wrong decisions were heard, and ${counted} were counted.`];
}

/** When a rollback was ordered for the first time. */
function orderOf(changes: readonly ChangeEvent[], goodRevision: number | null): number | undefined {
  const served = changes.find(({ edge, revision }) => edge === 'served' && revision === goodRevision);
  return changes.find(({ edge, change }) => edge === 'ordered' && change === served?.change)?.t;
}

/** Every decision that a bad rule really got wrong, in order. */
function wrongDecisions(
  plan: Plan,
  changes: readonly ChangeEvent[],
  badRevision: number,
  { decisions }: Truth,
): readonly DecisionWitnessed[] {
  const served = changes.find(({ edge, revision }) => edge === 'served' && revision === badRevision);
  const rule = plan.changes.find(
    (change): change is Publication => change.kind === 'publish' && change.id === served?.change,
  );
  return decisions.filter(
    ({ mode, revision, subject, action, resource, outcome }) =>
      revision === badRevision &&
      // What is denied for want of a decision is none of the rule's.
      mode !== 'deny' &&
      rule?.wrong.some(({ cell, answers }) => {
        const asked = plan.cells[cell];
        return asked?.as === subject && asked.do === action && asked.on === resource && outcome === answers;
      }),
  );
}
