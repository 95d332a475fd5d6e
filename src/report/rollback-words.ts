import type { Rollback, RollbackPhase, ScenarioResult } from '../model/result.ts';
import { countOf, wholeMs } from './words.ts';

/**
 * Where a rollback's total lies: `1,900 ms inside the objective of 5,000 ms`. Whether it is inside is the
 * result's word, which knows the error of the figure.
 */
export function againstObjective({ totalMs, objectiveMs, withinObjective }: Rollback): string {
  if (totalMs === null) return `cannot be said; the objective is ${wholeMs(objectiveMs)}`;
  const away = totalMs - objectiveMs;
  if (withinObjective === null) return `too close to the objective of ${wholeMs(objectiveMs)} to call`;
  if (withinObjective)
    return `${wholeMs(Math.max(0, -away))} inside the objective of ${wholeMs(objectiveMs)}`;
  return `${wholeMs(Math.max(0, away))} over the objective of ${wholeMs(objectiveMs)}`;
}

/** The total with what it may be wrong by: `3,100 ms (±4 ms)`; empty where it is not known. */
export function totalWords({ totalMs, errorMs }: Rollback): string {
  return totalMs === null ? '' : `${wholeMs(totalMs)} (±${wholeMs(errorMs)})`;
}

/** Every rollback of a scenario; results of earlier versions know only one. */
export function rollbacksOf({
  rollback,
  rollbacks,
}: Pick<ScenarioResult, 'rollback' | 'rollbacks'>): readonly Rollback[] {
  return rollbacks.length > 0 || rollback === null ? rollbacks : [rollback];
}

/** Those that went worst first: over the objective, then unknown, then the slowest. */
export function worstFirst(a: Rollback, b: Rollback): number {
  return rank(a) - rank(b) || (b.totalMs ?? -1) - (a.totalMs ?? -1);
}

function rank({ withinObjective }: Rollback): number {
  return withinObjective === false ? 0 : withinObjective === null ? 1 : 2;
}

const detectors = { probes: 'continuous probes', command: 'the alert command' } as const;

/** Who found out: `continuous probes`, or `nobody` before it was ordered. */
export function detectorWords({ detector }: Rollback): string {
  return detector === null ? 'nobody' : detectors[detector];
}

/** Who ordered it and who approved: `ordered by on-call, past the policy that refused it, approved by nobody`. */
export function orderWords({ orderedBy, approvedBy, breakGlass }: Rollback): string {
  if (orderedBy === null && !breakGlass) return 'who ordered it is not recorded';
  const past = breakGlass ? ', past the policy that refused it' : '';
  const approval = approvedBy === null ? 'approved by nobody' : `approved by ${approvedBy}`;
  return `ordered by ${orderedBy ?? 'nobody that is recorded'}${past}, ${approval}`;
}

/** What went wrong meanwhile: `60 wrong allows`, `41 wrong denies`, `96 decisions not made in time`. */
export function harmWords({ wrongAllows, wrongDenies, undecided }: Rollback): readonly string[] {
  return [
    ...(wrongAllows > 0 ? [countOf(wrongAllows, 'wrong allow')] : []),
    ...(wrongDenies > 0 ? [countOf(wrongDenies, 'wrong deny', 'wrong denies')] : []),
    ...(undecided > 0 ? [countOf(undecided, 'decision not made in time', 'decisions not made in time')] : []),
  ];
}

/** The stretches that the total is the sum of, the activation being the one that the residue begins with. */
export function summands({ phases }: Rollback): readonly RollbackPhase[] {
  const of = (name: RollbackPhase['phase']): readonly RollbackPhase[] =>
    phases.filter(({ phase }) => phase === name);
  const [residue] = of('residue');
  const activations = of('activation').toSorted((a, b) => b.to - a.to);
  // Of a later one it is not known that it was not there before: it is no part of the total.
  const last =
    residue === undefined ? activations[0] : activations.find(({ to }) => isSame(to, residue.from));
  return [of('publication')[0], last, residue].filter((phase) => phase !== undefined);
}

/** Times are kept to the microsecond. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.002;
}

/** The repetitions that a scenario's spread is about, in their order; empty where nothing was repeated. */
export function repetitions(
  scenario: Pick<ScenarioResult, 'rollback' | 'rollbacks' | 'spread'>,
): readonly Rollback[] {
  const { spread } = scenario;
  if (spread === null) return [];
  const groups = [...Map.groupBy(rollbacksOf(scenario), ({ policy }) => policy).values()];
  const many = groups.filter((group) => group.length === spread.rollbacks);
  return many.find((group) => group.some(({ totalMs }) => totalMs === spread.worstMs)) ?? many[0] ?? [];
}
