import type { Rollback, RollbackSpread } from '../../model/result.ts';

/**
 * The one of several rollbacks that counts: one that certainly overran before one that may have, before those that certainly
 * did not, and of these the slowest. Null where there is none.
 */
export function slowestOf<R extends { readonly report: Rollback }>(rollbacks: readonly R[]): R | null {
  return rollbacks.toSorted((a, b) => rank(b.report) - rank(a.report) || totalOf(b) - totalOf(a))[0] ?? null;
}

function rank({ withinObjective }: Rollback): number {
  return withinObjective === false ? 2 : withinObjective === null ? 1 : 0;
}

function totalOf({ report }: { readonly report: Rollback }): number {
  return report.totalMs ?? Number.MAX_VALUE;
}

/**
 * What the repetitions of one rollback amount to: of one policy that was published and taken back more than once. Where
 * several were, the slowest rollback decides of which.
 * @returns null where nothing was repeated
 */
export function spreadOf(rollbacks: readonly Rollback[]): RollbackSpread | null {
  const repeated = [...Map.groupBy(rollbacks, (one) => one.policy).values()]
    .filter((group) => group.length > 1)
    .flat();
  const policy = slowestOf(repeated.map((report) => ({ report })))?.report.policy;
  if (policy === undefined) return null;
  const group = repeated.filter((one) => one.policy === policy);
  const measured = group.flatMap(({ totalMs, errorMs }) => (totalMs === null ? [] : { totalMs, errorMs }));
  const sorted = measured.toSorted((a, b) => a.totalMs - b.totalMs);
  const worst = sorted.at(-1);
  return {
    rollbacks: group.length,
    measured: measured.length,
    medianMs: median(sorted.map((one) => one.totalMs)),
    worstMs: worst?.totalMs ?? null,
    errorMs: worst?.errorMs ?? 0,
    withinObjective: group.filter((one) => one.withinObjective === true).length,
  };
}

function median(ascending: readonly number[]): number | null {
  const [low, high] = [(ascending.length - 1) >> 1, ascending.length >> 1];
  const [a, b] = [ascending[low], ascending[high]];
  return a === undefined || b === undefined ? null : (a + b) / 2;
}
