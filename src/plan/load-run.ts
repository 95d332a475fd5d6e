import { loadContract } from '../contract/load.ts';
import { whereNamed } from '../contract/named-file.ts';
import { hasErrors, type Problem } from '../model/problem.ts';
import { discover } from '../scenario/discover.ts';
import { loadScenario, type LoadedScenario } from '../scenario/load.ts';
import { loadTarget, referenceTargetFile } from '../target/load.ts';
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
  const contracts = remembering(loadContract);
  const targets = remembering(loadTarget);
  const ids = new Map<string, string>();
  for (const file of found.files) {
    const loaded = await loadScenario(file);
    const own = [...loaded.problems, ...usedTwice(loaded, ids)];
    const { parts } = loaded;
    const contract = parts?.contract === undefined ? undefined : await contracts(parts.contract);
    const target = parts?.target === undefined ? undefined : await targets(targetFile(parts.target));
    if (parts !== undefined) {
      own.push(
        ...checkReferences(parts.draft, parts.at, contract?.contract, target?.target),
        ...whereNamed(contract?.problems ?? [], parts.at, ['contract']),
        ...whereNamed(target?.problems ?? [], parts.at, ['target']),
      );
    }
    // A warning is about what would be run; as long as there are errors it only hides them.
    const failed = hasErrors(own);
    problems.push(...(failed ? own.filter(({ severity }) => severity === 'error') : own));
    if (loaded.scenario === undefined || contract?.contract === undefined || target?.target === undefined)
      continue;
    plans.push(
      makePlan({
        scenario: loaded.scenario,
        contract: contract.contract,
        contractLines: contract.lines,
        target: target.target,
        seed: options.seed,
        warnings: own,
      }),
    );
  }
  return { plans, problems: inReadingOrder(eachOnce(problems)) };
}

function targetFile(named: string): string {
  return named === 'reference' ? referenceTargetFile : named;
}

/** Two results under one name could not be told apart. */
function usedTwice(loaded: LoadedScenario, ids: Map<string, string>): Problem[] {
  const id = loaded.parts?.draft.scenario;
  if (loaded.parts === undefined || id === undefined) return [];
  const first = ids.get(id);
  if (first === undefined) {
    ids.set(id, loaded.file);
    return [];
  }
  const message = `the scenario id "${id}" is used twice in this run`;
  return [loaded.parts.at(['scenario'], { code: 'duplicate', message, hint: `it is also in ${first}` })];
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
