import type { Problem } from './problem.ts';

/** Columns of a file's line that are shown at most. */
const widest = 100;

/**
 * A problem as one screen of plain lines: place, severity, code and sentence on the first, then the lines
 * concerned with a caret under the part that is meant, then what to do.
 */
export function formatProblem(problem: Problem): string[] {
  const place = problem.line === 0 ? problem.file : `${problem.file}:${problem.line}:${problem.col}`;
  const lines = [`${place}: ${problem.severity} ${problem.code}: ${problem.message}`];
  const gutter = Math.max(0, ...problem.excerpt.map(({ number }) => String(number).length));
  // A far-off column is brought into view; all lines are cut alike, so that they stay aligned.
  const skipped = Math.max(0, problem.col + 20 - widest);
  for (const { number, text } of problem.excerpt) {
    lines.push(`  ${String(number).padStart(gutter)} | ${view(text, skipped)}`.trimEnd());
    if (number !== problem.line) continue;
    const before = view(text.slice(0, problem.col - 1), skipped).replaceAll(/[^\t]/gu, ' ');
    const room = Math.max(1, widest - before.length);
    lines.push(`  ${' '.repeat(gutter)} | ${before}${'^'.repeat(Math.min(problem.length, room))}`);
  }
  if (problem.hint !== undefined) lines.push(`  hint: ${problem.hint}`);
  return lines.map(printable);
}

function view(text: string, skipped: number): string {
  const cut = text.slice(skipped, skipped + widest);
  const shown = skipped > 0 && cut !== '' ? `…${cut.slice(1)}` : cut;
  return text.length > skipped + widest ? `${shown.slice(0, -1)}…` : shown;
}

/** A file must not be able to write to the terminal: control characters are shown as a replacement mark. */
function printable(line: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  return line.replaceAll(/[\u0000-\u0008\u000A-\u001F\u007F-\u009F]/g, '\uFFFD');
}
