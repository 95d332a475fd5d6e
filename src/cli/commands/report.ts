import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parseResult } from '../../score/result-schema.ts';
import type { Result } from '../../model/result.ts';
import type { Cli } from '../cli.ts';
import { Failure } from '../failure.ts';
import { showResult } from '../show-result.ts';
import { writeReports } from '../write-reports.ts';

/** `authz-drill report`: writes the reports of a kept run again from its `result.json`. */
export function addReport(program: Command, cli: Cli): void {
  program
    .command('report')
    .description('write the reports of a kept run again')
    .argument('<run>', 'folder of the run, such as reports/latest')
    .action(async (folder: string) => {
      const result = await readResult(join(folder, 'result.json'));
      const files = await writeReports(result, folder);
      showResult(result, {
        json: false,
        streams: cli.streams,
        files,
      });
    });
}

async function readResult(file: string): Promise<Result> {
  try {
    return parseResult(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new Failure(
      `${file}: cannot be read as a result: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: 'Where the journals are kept, authz-drill judge makes the result anew.',
        cause: error,
      },
    );
  }
}
