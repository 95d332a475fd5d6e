import { loadContract, type LoadedContract } from '../contract/load.ts';
import { whereNamed } from '../contract/named-file.ts';
import type { Problem } from '../model/problem.ts';
import { discover } from '../scenario/discover.ts';
import { loadScenario, type ScenarioParts } from '../scenario/load.ts';
import { loadTarget, referenceTargetFile, type LoadedTarget } from '../target/load.ts';
import { checkReferences } from './check-references.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';

export interface LoadedRun {
  /** One plan for each scenario without errors, in the order of their files. */
  readonly plans: readonly Plan[];
  /** Everything that was found in any file, each once: errors and warnings. A run with errors is not started. */
  readonly problems: readonly Problem[];
}

/** Finds the scenarios in files and folders, reads all that they name, checks everything and makes the plans. */
export async function loadRun(
  paths: readonly string[],
  options: { readonly seed: number },
): Promise<LoadedRun> {
  const found = await discover(paths);
  const problems = [...found.problems];
  const plans: Plan[] = [];
  const shared: Shared = {
    contract: remembering(loadContract),
    target: remembering(loadTarget),
    ids: new Map(),
  };
  for (const file of found.files) {
    const one = await loadOne(file, shared, options.seed);
    problems.push(...one.problems);
    if (one.plan !== undefined) plans.push(one.plan);
  }
  return { plans, problems: inReadingOrder(eachOnce(problems)) };
}

/** What the scenarios of a run have in common. */
interface Shared {
  readonly contract: (path: string) => Promise<LoadedContract>;
  readonly target: (path: string) => Promise<LoadedTarget>;
  /** The file of each scenario id that was met. */
  readonly ids: Map<string, string>;
}

interface LoadedOne {
  readonly plan: Plan | undefined;
  readonly problems: readonly Problem[];
}

async function loadOne(file: string, shared: Shared, seed: number): Promise<LoadedOne> {
  const loaded = await loadScenario(file);
  const { scenario, parts } = loaded;
  if (parts === undefined) return { plan: undefined, problems: loaded.problems };
  const contract = parts.contract === undefined ? undefined : await shared.contract(parts.contract);
  const target = parts.target === undefined ? undefined : await shared.target(targetFile(parts.target));
  const problems = [
    ...loaded.problems,
    ...usedTwice(loaded.file, parts, shared.ids),
    ...checkReferences(parts.draft, parts.at, contract?.contract, target?.target),
    ...whereNamed(contract?.problems ?? [], parts.at, ['contract']),
    ...whereNamed(target?.problems ?? [], parts.at, ['target']),
  ];
  // A warning is about what would be run; as long as there are errors it only hides them.
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { plan: undefined, problems: errors };
  if (scenario === undefined || contract?.contract === undefined || target?.target === undefined) {
    throw new Error(`${file} has no problem, yet it could not be loaded`);
  }
  const plan = makePlan({
    scenario,
    contract: contract.contract,
    contractLines: contract.lines,
    target: target.target,
    seed,
    warnings: inReadingOrder(problems),
  });
  return { plan, problems };
}

function targetFile(named: string): string {
  return named === 'reference' ? referenceTargetFile : named;
}

/** Two results under one name could not be told apart. */
function usedTwice(file: string, { draft, at }: ScenarioParts, ids: Map<string, string>): Problem[] {
  if (draft.scenario === undefined) return [];
  const first = ids.get(draft.scenario);
  if (first === undefined) {
    ids.set(draft.scenario, file);
    return [];
  }
  const message = `the scenario id "${draft.scenario}" is used twice in this run`;
  return [at(['scenario'], { code: 'duplicate', message, hint: `it is also in ${first}` })];
}

/** Calls `load` once for each path. */
function remembering<T>(load: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const loaded = new Map<string, Promise<T>>();
  return (path) => {
    const known = loaded.get(path) ?? load(path);
    loaded.set(path, known);
    return known;
  };
}

/** Files that several scenarios share are reported once. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  const seen = new Map<string, Problem>();
  for (const one of problems) {
    const key = [one.file, one.line, one.col, one.code, one.message].join('\n');
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}

/** File by file in the order they were first met, within a file from top to bottom. */
function inReadingOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.col - b.col,
  );
}
