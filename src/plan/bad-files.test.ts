import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../model/problem-format.ts';
import { loadRun } from './load-run.ts';

/** Bad files, each with its exact screen beside it (`x.yaml`, `x.txt`); paths are as typed in the project's folder. */
const folder = 'fixtures/bad-files';

/** Files that are named by others; the rest are scenarios. */
const named = [
  'ambiguous-target.yaml',
  'bad-target.yaml',
  'base.yaml',
  'contradictory-contract.yaml',
  'cut-off-contract.yaml',
  'cycle-base.yaml',
  'lax-contract.yaml',
  'sealed-contract.yaml',
  'silent-target.yaml',
  'tight-contract.yaml',
];

async function screenOf(...paths: readonly string[]): Promise<string> {
  const { problems } = await loadRun(paths, { seed: 1 });
  return problems.map((problem) => `${formatProblem(problem).join('\n')}\n`).join('\n');
}

/** Path of a file as vitest resolves it, from this file. */
function besideBadFiles(name: string): string {
  return join(import.meta.dirname, '../..', folder, name);
}

describe('a bad file', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && !named.includes(file));

  it.each(files)('%s is answered with one clear screen', async (file) => {
    const screen = await screenOf(`${folder}/${file}`);
    await expect(screen).toMatchFileSnapshot(besideBadFiles(file.replace('.yaml', '.txt')));
  });

  it('may be bad only beside another', async () => {
    const screen = await screenOf(`${folder}/used-twice`);
    await expect(screen).toMatchFileSnapshot(besideBadFiles('used-twice/second.txt'));
  });

  it('stops the run; a warning does not', async () => {
    const paths = files.map((file) => `${folder}/${file}`);
    const { plans } = await loadRun(paths, { seed: 1 });
    expect(plans.map(({ scenario }) => scenario.id)).toEqual(['warnings', 'wider-when-degraded']);
  });

  it('carries its warnings in the plan', async () => {
    const { plans, problems } = await loadRun([`${folder}/warnings.yaml`], { seed: 1 });
    expect(problems.map(({ severity }) => severity)).toEqual(Array.from({ length: 7 }, () => 'warning'));
    expect(plans[0]?.warnings).toEqual(problems);
  });

  it('is told from one that is not there, and from a folder without scenarios', async () => {
    expect(await screenOf('nowhere.yaml', 'fixtures/schemas')).toBe(
      [
        'nowhere.yaml: error missing-file: there is no such file or folder\n',
        'fixtures/schemas: error no-scenarios: this folder has no scenario',
        '  hint: a scenario is a .yaml file with a key "scenario"\n',
      ].join('\n'),
    );
  });
});
