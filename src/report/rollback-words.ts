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

/** The stretches that the total is the sum of, the activation being that of the last point. */
export function summands({ phases }: Rollback): readonly RollbackPhase[] {
  const activations = phases.filter(({ phase }) => phase === 'activation');
  const residue = phases.find(({ phase }) => phase === 'residue');
  const publication = phases.find(({ phase }) => phase === 'publication');
  const last = lastActivation(activations, residue);
  return [publication, last, residue].filter((phase) => phase !== undefined);
}

/** The activation that the residue begins with: others may only be known to lie somewhere. */
function lastActivation(
  all: readonly RollbackPhase[],
  residue: RollbackPhase | undefined,
): RollbackPhase | undefined {
  const slowest = all.toSorted((a, b) => b.to - a.to);
  return slowest.find(({ to }) => residue === undefined || to <= residue.from) ?? slowest[0];
}
