import type { MatrixCell, Result } from '../../model/result.ts';
import { oneLine } from '../plain-text.ts';
import { undrilledWords } from '../undrilled.ts';
import { cellWords, count, type CellWords } from '../words.ts';
import { cut, wrap } from './layout.ts';
import type { Paint, Tone } from './style.ts';

const tones: Readonly<Record<CellWords['look'], Tone>> = {
  pass: 'good',
  unsafe: 'bad',
  failed: 'warn',
  inconclusive: 'unclear',
  'not-drilled': 'soft',
  'not-applicable': 'soft',
};

/** The matrix in a line a fault. Where the actions' names take too much room, numbers stand for them. */
export function matrixLines(
  { actions, matrix, coverage }: Pick<Result, 'actions' | 'matrix' | 'coverage'>,
  width: number,
  paint: Paint,
): readonly string[] {
  if (matrix.length === 0) return [];
  const names = actions.map(({ action }) => oneLine(action));
  const titles = matrix.map((row) => oneLine(row.title));
  const cells = matrix.map((row) =>
    actions.map(({ action }) => cellText(row.cells.find((cell) => cell.action === action))),
  );
  const longest = Math.max('fault'.length, ...titles.map((title) => title.length));
  const widths = (heads: readonly string[]): readonly number[] =>
    heads.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]?.text.length ?? 0)));
  const room = (heads: readonly string[]): number =>
    width - 2 - widths(heads).reduce((sum, wide) => sum + wide + 2, 0);
  const numbered = room(names) < longest;
  const heads = numbered ? names.map((_, index) => `(${index + 1})`) : names;
  const first = Math.max(12, Math.min(longest, room(heads)));
  const columns = widths(heads);
  return [
    ...(numbered ? names.map((name, index) => `  ${paint('soft', `(${index + 1})`)} ${name}`) : []),
    `  ${paint('soft', ['fault'.padEnd(first), ...heads.map((head, index) => head.padEnd(columns[index] ?? 0))].join('  ').trimEnd())}`,
    ...titles.map((title, row) => {
      const shown = (cells[row] ?? []).map(
        ({ text, tone }, column) => paint(tone, text) + ' '.repeat((columns[column] ?? 0) - text.length),
      );
      return `  ${[cut(title, first).padEnd(first), ...shown].join('  ').trimEnd()}`;
    }),
    `  ${paint('soft', '✓ as declared  ✗ unsafe  ! failed  ? inconclusive  ○ not drilled  – not needed')}`,
    ...undrilled(coverage, width - 2).map((line) => `  ${paint('soft', line)}`),
  ];
}

function undrilled(coverage: Result['coverage'], width: number): readonly string[] {
  const words = undrilledWords(coverage);
  return words === '' ? [] : wrap(`${words}: the scorecard and authz-drill list say which`, width);
}

function cellText(cell: MatrixCell | undefined): { readonly text: string; readonly tone: Tone } {
  if (cell === undefined) return { text: '○', tone: 'soft' };
  const { look, symbol } = cellWords(cell);
  const figures =
    cell.status === 'fail'
      ? ` ${count(cell.failed)}/${count(cell.judged)}`
      : cell.status === 'inconclusive' && cell.judged < cell.needed
        ? ` ${count(cell.judged)}/${count(cell.needed)}`
        : '';
  return { text: symbol + figures, tone: tones[look] };
}
