import type { Result } from '../model/result.ts';
import { bare } from './terminal/bare.ts';
import { findingBlocks } from './terminal/findings.ts';
import { wrap } from './terminal/layout.ts';
import { matrixLines } from './terminal/matrix.ts';
import { rollbackLines } from './terminal/rollbacks.ts';
import { openLines } from './terminal/scenarios.ts';
import { painter, type Paint, type Tone } from './terminal/style.ts';
import { summaryLines } from './terminal/summary.ts';
import { governanceWords } from './governance-words.ts';
import { headline, verdictWords } from './words.ts';

export interface TerminalOptions {
  /** Columns; lines are wrapped to it, but for the verdict, commands and paths, which are to be copied. */
  readonly width: number;
  readonly colour: boolean;
  /** What was written where, to be named at the end. */
  readonly files: readonly { readonly what: string; readonly path: string }[];
}

const verdictTones = { pass: 'good', fail: 'bad', inconclusive: 'unclear' } as const satisfies Record<
  Result['verdict'],
  Tone
>;
/** The result for a terminal, a line an item: first the verdict sentence, whole, then what explains it. */
export function renderTerminal(result: Result, options: TerminalOptions): readonly string[] {
  const paint = painter(options.colour);
  const width = Math.max(60, options.width);
  const blocks = [
    [verdictLine(result, paint)],
    summaryLines(result, width, paint),
    matrixLines(result, width, paint),
    governanceLines(result, width, paint),
    ...findingBlocks(result, width, paint),
    rollbackLines(result, width, paint),
    openLines(result, width, paint),
    fileLines(options.files),
  ];
  return blocks.reduce((lines, block) =>
    block.length === 0 ? lines : lines.length === 0 ? block : lines.concat('', block),
  );
}

function verdictLine(result: Result, paint: Paint): string {
  return `${paint(verdictTones[result.verdict], `${verdictWords[result.verdict].word}.`)} ${bare(headline(result.headline))}`;
}

function governanceLines({ governance }: Result, width: number, paint: Paint): readonly string[] {
  const words = governanceWords(governance);
  return words === '' ? [] : wrap(words, width - 2).map((line) => `  ${paint('soft', line)}`);
}

function fileLines(files: TerminalOptions['files']): readonly string[] {
  const longest = Math.max(0, ...files.map(({ what }) => what.length));
  return files.map(({ what, path }) => `  ${what.padEnd(longest)}  ${path}`);
}
