import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hasErrors, type Problem } from '../model/problem.ts';
import { formatProblem } from '../model/problem-format.ts';
import { loadRun } from '../plan/load-run.ts';
import type { Plan } from '../plan/plan.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { packageFolder } from './harness.ts';
import type { Streams } from './streams.ts';

/**
 * Loads scenarios and makes their plans. Warnings are shown on stderr; errors are shown and end the command.
 * @param paths files and folders; without any, `scenarios/` here, or the ones that come with the package
 * @throws Failure (usage) where anything is wrong with a file
 */
export async function loadPlans(
  paths: readonly string[],
  options: { readonly seed: number; readonly streams: Streams },
): Promise<readonly Plan[]> {
  const { plans, problems } = await loadRun(paths.length > 0 ? paths : [defaultScenarios()], options);
  for (const problem of problems) options.streams.err(`${formatProblem(problem).join('\n')}\n`);
  if (!hasErrors(problems)) return plans;
  throw new Failure(`${describe(problems)}: nothing was started.`);
}

function describe(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const files = new Set(errors.map(({ file }) => file));
  return `${plural(errors.length, 'error')} in ${plural(files.size, 'file')}`;
}

function plural(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}

function defaultScenarios(): string {
  if (existsSync('scenarios')) return 'scenarios';
  const shipped = relative(process.cwd(), join(packageFolder, 'scenarios'));
  if (existsSync(shipped)) return shipped;
  throw new Failure('no scenarios to run', {
    exitCode: exitCodes.usage,
    hint: 'Name scenario files or folders, or make a folder scenarios/ here.',
  });
}
