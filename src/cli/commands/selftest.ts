import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Option, type Command } from 'commander';
import { openPool } from '../../environment/process/process-pool.ts';
import { sweepDeadRuns } from '../../environment/process/sweep.ts';
import { defectIds, defects } from '../../reference/defects/registry.ts';
import type { Cli } from '../cli.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { watchInterrupts } from '../interrupt.ts';
import { loadPlans } from '../load-plans.ts';
import { defaultWorkers, wholeNumber } from '../numbers.ts';
import { explainOutcomes, troubleOf } from '../outcomes.ts';
import { progressReporter } from '../progress-lines.ts';
import { currentCommit, newRunId } from '../run-facts.ts';
import { makeRunFolder } from '../run-folder.ts';
import { conductExercises, judgeExercises, type Course } from '../selftest/conduct-exercises.ts';
import { exercisesFor, type KnownDefect } from '../selftest/exercise.ts';
import { renderSelftestMarkdown } from '../selftest/markdown.ts';
import { renderSelftestPage } from '../selftest/page.ts';
import { selftestReport, type SelftestReport } from '../selftest/report.ts';
import { renderSelftest } from '../selftest/terminal.ts';
import { trial, type Trial } from '../selftest/trial.ts';

interface SelftestOptions {
  readonly defect?: readonly string[];
  readonly sound: number;
  readonly whole: boolean;
  readonly seed?: number;
  readonly workers: number;
  readonly out: string;
  readonly json: boolean;
}

/** `authz-drill selftest`: proves that drills catch what they are there to catch, and accuse nobody else. */
export function addSelftest(program: Command, cli: Cli): void {
  program
    .command('selftest')
    .description('prove the drills: every seeded defect is caught, the sound application is not accused')
    .argument('[paths...]', 'scenario files or folders (default: scenarios/)')
    .addOption(
      new Option('--defect <ids...>', 'only these seeded defects (default: all)').choices([...defectIds]),
    )
    .option('--sound <n>', 'runs of the whole library without a defect', wholeNumber(0, 1_000), 1)
    .option('--whole', 'run each defect against the whole library, not only the scenario made for it', false)
    .option('--seed <n>', 'seed of arrivals and of chance in the fault proxy', wholeNumber(0, 2 ** 32 - 1))
    .option('--workers <n>', 'drills at a time', wholeNumber(1, 64), defaultWorkers())
    .option('--out <folder>', 'folder of the runs', 'reports')
    .option('--json', 'print selftest.json instead of the table', false)
    .action((paths: string[], options: SelftestOptions) => selftest(paths, options, cli));
}

async function selftest(paths: readonly string[], options: SelftestOptions, cli: Cli): Promise<void> {
  const { streams } = cli;
  const started = new Date();
  const seed = options.seed ?? randomInt(2 ** 32);
  const plans = await loadPlans(paths, { seed, streams });
  const chosen = chosenDefects(options.defect);
  const exercises = exercisesFor({
    plans,
    defects: chosen,
    whole: options.whole,
    sound: options.sound,
  });
  if (exercises.length === 0)
    throw new Failure('there is nothing to drill', {
      hint: 'Ask for a sound run (--sound 1), or give the library whole.',
    });
  const runId = `selftest-${newRunId(started)}`;
  const folder = join(options.out, runId);
  await makeRunFolder(folder);
  for (const left of await sweepDeadRuns())
    streams.err(`ended ${left.name} (pid ${left.pid}), left behind by a run that died`);

  const commit = await currentCommit();
  const interrupt = watchInterrupts((times) =>
    streams.err(times === 1 ? 'interrupted: cleaning up (again to hasten)' : 'hastening the cleanup'),
  );
  const progress = progressReporter(streams, exercises.length);
  const pool = openPool({ runId });
  const course: Course = {
    runId,
    folder,
    seed,
    commit,
    pool,
    interrupt,
  };
  streams.err(
    `${chosen.length} defects and ${options.sound} sound runs: ${exercises.length} drills, ${options.workers} at a time, seed ${seed}`,
  );
  const tried = await trial({
    defects: chosen,
    exercises,
    conduct: (some, workers) => conductExercises(some, { workers, onProgress: progress.onProgress }, course),
    judge: judgeExercises,
    workers: options.workers,
    onAgain: (names) => streams.err(`nothing was decided about ${names.join(', ')}: again, alone`),
    signal: interrupt.stop,
  }).finally(() => progress.close());
  // After an interrupt too: whatever still stands is ended here.
  const left = (await pool.close()).filter(({ ok }) => !ok);
  interrupt.release();

  const report = selftestReport(tried.cases, tried.sound, {
    runId,
    seed,
    commit,
    startedAt: started.toISOString(),
    durationMs: Date.now() - started.getTime(),
    soundRuns: options.sound,
  });
  const files = await writeSelftest(report, folder);
  streams.out(
    options.json
      ? JSON.stringify(report, null, 2)
      : [...renderSelftest(report, { colour: streams.color }), '', ...files].join('\n'),
  );
  explainOutcomes(tried.outcomes, streams);
  for (const { step, note } of left) streams.err(`\nnot everything was cleaned up: ${step}: ${note}`);
  cli.end(interrupt.stop.aborted ? exitCodes.interrupted : exitCodeOf(report, tried, left));
}

/** What was proved outweighs what became of the harness: a missed defect stays one. */
function exitCodeOf(
  report: SelftestReport,
  { outcomes }: Trial,
  left: Parameters<typeof troubleOf>[1],
): ExitCode {
  if (report.missed.length + report.falseAlarms > 0) return exitCodes.drillFailed;
  const trouble = troubleOf(outcomes, left);
  if (trouble !== undefined) return trouble;
  return report.notDecided.length > 0 ? exitCodes.inconclusive : exitCodes.pass;
}

function chosenDefects(wanted: readonly string[] | undefined): readonly KnownDefect[] {
  return Object.entries(defects)
    .filter(([id]) => wanted === undefined || wanted.includes(id))
    .map(([id, { description, shownBy }]) => ({ id, description, shownBy }));
}

/** Writes the reports. @returns a line for each */
async function writeSelftest(report: SelftestReport, folder: string): Promise<readonly string[]> {
  const texts = [
    ['selftest.json', `${JSON.stringify(report, null, 2)}\n`],
    ['selftest.html', renderSelftestPage(report)],
    ['selftest.md', renderSelftestMarkdown(report)],
  ] as const;
  return Promise.all(
    texts.map(async ([name, text]) => {
      const file = join(folder, name);
      await writeFile(file, text);
      return `  ${relative('', file)}`;
    }),
  );
}
