import type { Result, Rollback, ScenarioResult } from '../model/result.ts';
import { againstObjective, rollbacksOf, totalWords, worstFirst } from './rollback-words.ts';
import { count, countOf, wholeMs } from './words.ts';

/** A rollback and where it was drilled. */
export interface DrilledRollback {
  readonly rollback: Rollback;
  readonly scenario: ScenarioResult;
  /** Position of the scenario in the result. */
  readonly index: number;
}

/** All rollbacks of a run against their objectives. */
export interface RollbackSummary {
  /** Those that went worst first; never empty. */
  readonly all: readonly DrilledRollback[];
  readonly within: number;
  readonly over: number;
  readonly unknown: number;
  /** Null where none could be measured. */
  readonly slowest: DrilledRollback | null;
  readonly brokenGlass: readonly DrilledRollback[];
}

/** The worst of what a scenario took back again and again, one for each of its policies. */
export function worstOfRepeated(all: readonly DrilledRollback[]): readonly (DrilledRollback & {
  /** Of how many it is the worst. */
  readonly of: number;
})[] {
  const same = Map.groupBy(all, ({ index, rollback, scenario }) =>
    JSON.stringify([index, rollback.policy, scenario.spread === null ? rollback.badRevision : 0]),
  );
  return [...same.values()].flatMap((group) =>
    group.slice(0, 1).map((worst) => Object.assign({ of: group.length }, worst)),
  );
}

/** @returns null where nothing was taken back */
export function rollbackSummary({ scenarios }: Pick<Result, 'scenarios'>): RollbackSummary | null {
  const all = scenarios
    .flatMap((scenario, index) => rollbacksOf(scenario).map((rollback) => ({ rollback, scenario, index })))
    .toSorted((a, b) => worstFirst(a.rollback, b.rollback));
  if (all.length === 0) return null;
  const having = (within: boolean | null): number =>
    all.filter(({ rollback }) => rollback.withinObjective === within).length;
  const measured = all.filter(({ rollback }) => rollback.totalMs !== null);
  return {
    all,
    within: having(true),
    over: having(false),
    unknown: having(null),
    slowest: measured.toSorted((a, b) => (b.rollback.totalMs ?? 0) - (a.rollback.totalMs ?? 0))[0] ?? null,
    brokenGlass: all.filter(({ rollback }) => rollback.breakGlass),
  };
}

/** How they went, in a sentence without its stop: `13 of 15 rollbacks in 6 scenarios were within the objective of 5,000 ms, 2 too close to call or not measured`. */
export function summarySentence(summary: RollbackSummary): string {
  const { all, within, over, unknown } = summary;
  const objective = objectives(all);
  if (all.length === 1) {
    if (unknown > 0) return `Whether the one rollback was within ${objective} cannot be said`;
    return `The one rollback was ${over > 0 ? 'over' : 'within'} ${objective}`;
  }
  const scenarios = new Set(all.map(({ index }) => index)).size;
  const where = all.length > scenarios ? ` in ${countOf(scenarios, 'scenario')}` : '';
  const share = within === all.length ? `All ${count(within)}` : `${count(within)} of ${count(all.length)}`;
  return [
    `${share} rollbacks${where} were within ${objective}`,
    ...(over > 0 ? [`${count(over)} over it`] : []),
    ...(unknown > 0 ? [`${count(unknown)} too close to call or not measured`] : []),
  ].join(', ');
}

/** The slowest in a line without its stop: `3,100 ms (±4 ms), 1,900 ms inside the objective of 5,000 ms: bad-allow in rollback-bad-allow`. */
export function slowestWords({ slowest }: RollbackSummary): string {
  if (slowest === null) return 'none could be measured';
  const { rollback, scenario } = slowest;
  return `${totalWords(rollback)}, ${againstObjective(rollback)}: ${rollback.policy} in ${scenario.id}`;
}

function objectives(all: readonly DrilledRollback[]): string {
  const declared = new Set(all.map(({ rollback }) => rollback.objectiveMs));
  const [only] = declared;
  return declared.size === 1 && only !== undefined ? `the objective of ${wholeMs(only)}` : 'their objectives';
}
