import { Command, CommanderError } from 'commander';
import type { Cli } from './cli.ts';
import { addJudge } from './commands/judge.ts';
import { addList } from './commands/list.ts';
import { addPlan } from './commands/plan.ts';
import { addProxy } from './commands/proxy.ts';
import { addReport } from './commands/report.ts';
import { addRun } from './commands/run.ts';
import { addSchema } from './commands/schema.ts';
import { addSelftest } from './commands/selftest.ts';
import { addValidate } from './commands/validate.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { harness } from './harness.ts';
import { processStreams, type Streams } from './streams.ts';

/**
 * Runs one command line. Never throws: every error becomes one screen on stderr.
 * @returns the exit code (`exit-codes.ts`)
 */
export async function main(argv: readonly string[]): Promise<number> {
  const streams = processStreams();
  const debug = argv.includes('--debug');
  let code: number = exitCodes.pass;
  const program = makeProgram({ streams, end: (value) => (code = value) });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, streams, debug);
  }
}

function makeProgram(cli: Cli): Command {
  const program = new Command('authz-drill')
    .description(
      'Breaks what an application with embedded authorization depends on, and checks every decision against the declared fallback.',
    )
    .version(harness.version)
    .option('--debug', 'show stacks of errors')
    .showHelpAfterError('(authz-drill --help lists the commands)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.streams.out(text.trimEnd()),
      writeErr: (text) => cli.streams.err(text.trimEnd()),
    });
  for (const add of [
    addRun,
    addValidate,
    addList,
    addPlan,
    addJudge,
    addReport,
    addSchema,
    addProxy,
    addSelftest,
  ])
    add(program, cli);
  return program;
}

function explain(error: unknown, streams: Streams, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.pass : exitCodes.usage;
  if (error instanceof Failure) {
    streams.err(error.message);
    if (error.hint !== undefined) streams.err(`\n  ${error.hint}`);
    if (debug && error.cause instanceof Error) streams.err(error.cause.stack ?? '');
    return error.exitCode;
  }
  const thrown = error instanceof Error ? error : new Error(String(error));
  streams.err(`authz-drill broke: ${thrown.message}`);
  streams.err(
    debug
      ? (thrown.stack ?? '')
      : '\n  This is a defect of authz-drill. Please report it with the output of the same command and --debug.',
  );
  return exitCodes.internal;
}
