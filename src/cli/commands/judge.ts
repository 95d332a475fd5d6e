import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { judgeJournals } from '../judge-journals.ts';
import { keepMemorySmall } from '../keep-memory-small.ts';
import { exitCodeOf, showResult } from '../show-result.ts';
import { writeReports } from '../write-reports.ts';

/** `authz-drill judge`: judges kept journals again, without running anything. */
export function addJudge(program: Command, cli: Cli): void {
  program
    .command('judge')
    .description('judge kept journals again')
    .argument('<journals...>', 'journals (.ndjson), or the folder of a run')
    .option('--json', 'print result.json instead of the summary', false)
    .option('--out <folder>', 'also write the reports there')
    .action(async (paths: string[], options: { readonly json: boolean; readonly out?: string }) => {
      keepMemorySmall();
      const result = await judgeJournals(paths);
      const files = options.out === undefined ? [] : await writeReports(result, options.out);
      showResult(result, {
        json: options.json,
        streams: cli.streams,
        files,
      });
      cli.end(exitCodeOf(result, 'minor'));
    });
}
