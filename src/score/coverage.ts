import type { ScenarioJudgement } from '../model/judgement.ts';
import type { Coverage, CoverageRow, MatrixCell, MatrixRow } from '../model/result.ts';

/** The catalogue of a run: what its scenarios' contracts, which may differ, make of it together. */
export function catalogueOf(
  judgements: readonly Pick<ScenarioJudgement, 'catalogue'>[],
): readonly CoverageRow[] {
  const rows = Map.groupBy(
    judgements.flatMap(({ catalogue }) => catalogue),
    ({ fault }) => fault,
  );
  return [...rows].map(([fault, same]) => ({
    fault,
    title: same[0]?.title ?? fault,
    actions: [...new Set(same.flatMap(({ actions }) => actions))],
  }));
}

/** How much of a catalogue a matrix covers. What was drilled beyond the catalogue counts for nothing. */
export function coverageOf(matrix: readonly MatrixRow[], catalogue: readonly CoverageRow[]): Coverage {
  const cells = catalogue.flatMap(({ fault, actions }) => {
    const drilled = matrix.find((row) => row.fault === fault)?.cells ?? [];
    return actions.map((action) => standingOf(drilled.find((cell) => cell.action === action)));
  });
  const drilled = cells.filter((standing) => standing === 'drilled').length;
  return {
    drilled,
    cells: cells.length,
    // Rounded down: nearly all is not all.
    percent: cells.length === 0 ? 0 : Math.floor((100 * drilled) / cells.length),
    notDrilled: catalogue.flatMap((row) => untried(row, matrix)),
  };
}

/** The actions of a row that nobody tried; none where all were. */
function untried(row: CoverageRow, matrix: readonly MatrixRow[]): readonly CoverageRow[] {
  const cells = matrix.find(({ fault }) => fault === row.fault)?.cells ?? [];
  const actions = row.actions.filter(
    (action) => standingOf(cells.find((cell) => cell.action === action)) === 'not-drilled',
  );
  return actions.length === 0 ? [] : [{ ...row, actions }];
}

function standingOf(cell: MatrixCell | undefined): 'drilled' | 'tried' | 'not-drilled' {
  if (cell?.status === 'pass' || cell?.status === 'fail') return 'drilled';
  return cell?.status === 'inconclusive' ? 'tried' : 'not-drilled';
}
