import type { Result } from '../model/result.ts';
import type { Severity } from '../model/violation.ts';
import { serialiseResult } from '../report/json.ts';
import { renderTerminal } from '../report/terminal.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Streams } from './streams.ts';
import type { WrittenFile } from './write-reports.ts';

/** Prints a result: the terminal summary, or `result.json` itself. */
export function showResult(
  result: Result,
  options: { readonly json: boolean; readonly streams: Streams; readonly files: readonly WrittenFile[] },
): void {
  const { streams } = options;
  if (options.json) {
    streams.out(serialiseResult(result).trimEnd());
    return;
  }
  const lines = renderTerminal(result, {
    width: streams.columns,
    colour: streams.color,
    files: options.files,
  });
  streams.out(lines.join('\n'));
}

const ranks: Readonly<Record<Severity, number>> = { minor: 0, major: 1, critical: 2 };

/**
 * The exit code that a result stands for.
 * @param failOn the least severe finding that fails the command
 */
export function exitCodeOf(result: Result, failOn: Severity): ExitCode {
  if (result.findings.some(({ severity }) => ranks[severity] >= ranks[failOn])) return exitCodes.drillFailed;
  return result.verdict === 'inconclusive' ? exitCodes.inconclusive : exitCodes.pass;
}
