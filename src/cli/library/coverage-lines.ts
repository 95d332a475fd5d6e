import type { PlannedCoverage, PlannedRow } from './planned-coverage.ts';

/** The coverage matrix for a terminal, a line a fault, after a line that sums it up. */
export function coverageLines(coverage: PlannedCoverage): readonly string[] {
  const { drilled, cells, percent, actions, rows, beyond } = coverage;
  if (rows.length === 0) return [];
  const grid = [
    ['fault', ...actions.map(({ action }) => action), 'drilled by'],
    ['', ...actions.map(({ declared }) => declared), ''],
    ...rows.map((row) => [row.title, ...actions.map(({ action }) => mark(row, action)), scenariosOf(row)]),
  ];
  const widths = grid[0]?.map((_, column) => Math.max(...grid.map((row) => row[column]?.length ?? 0))) ?? [];
  return [
    `Coverage: ${drilled} of ${cells} cells of fault × action that rests on what it takes away (${percent} %)`,
    '',
    ...grid.map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    '✓ drilled  ○ not drilled  – not needed',
    ...(beyond.length === 0
      ? []
      : [`Drilled as well, beyond the catalogue: ${beyond.map(({ title }) => title).join(', ')}`]),
  ];
}

function mark({ cells }: PlannedRow, action: string): string {
  const cell = cells.find((one) => one.action === action);
  if (cell === undefined) return '–';
  return cell.drilledBy.length > 0 ? '✓' : '○';
}

/** The first scenario that drills a row, and how many more do. */
function scenariosOf({ cells }: PlannedRow): string {
  const [first, ...others] = new Set(cells.flatMap(({ drilledBy }) => drilledBy));
  if (first === undefined) return cells.length === 0 ? '' : 'not drilled';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
