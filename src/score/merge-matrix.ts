import type { ActionSummary, Finding, MatrixCell, MatrixRow, ScenarioResult } from '../model/result.ts';
import { violationsBySeverity } from '../model/violation.ts';

/** Of several drills of one cell the worst is shown; a drill without evidence is worse than one that passed. */
const rank: Readonly<Record<MatrixCell['status'], number>> = {
  'not-applicable': 0,
  'not-drilled': 1,
  pass: 2,
  inconclusive: 3,
  fail: 4,
};

const dependencyOrder = ['policy-service', 'context-service', 'bundle-service', 'log-sink', 'app'];

/** The run's matrix: a row for every fault of any scenario, by what it breaks and then in order of appearance. */
export function mergedMatrix(
  actions: readonly ActionSummary[],
  scenarios: readonly Pick<ScenarioResult, 'matrix'>[],
): readonly MatrixRow[] {
  const rows = Map.groupBy(
    scenarios.flatMap((scenario) => scenario.matrix),
    (row) => row.fault,
  );
  return [...rows]
    .map(([fault, same]) => ({
      fault,
      title: same[0]?.title ?? fault,
      cells: actions.map(({ action, declared }) =>
        same
          .flatMap((row) => row.cells.filter((cell) => cell.action === action))
          .reduce(worse, blank(action, declared)),
      ),
    }))
    .toSorted((a, b) => placeOf(a.fault) - placeOf(b.fault));
}

/** The rows with the id of the finding that explains each failed cell: the first, as they are most severe first. */
export function withFindings(
  rows: readonly MatrixRow[],
  findings: readonly Pick<Finding, 'id' | 'fault' | 'action'>[],
): readonly MatrixRow[] {
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => {
      const finding =
        findings.find((one) => one.fault === row.fault && one.action === cell.action)?.id ?? null;
      return { ...cell, finding: cell.status === 'fail' ? finding : null };
    }),
  }));
}

function worse(a: MatrixCell, b: MatrixCell): MatrixCell {
  const worst = rank[b.status] > rank[a.status] ? b : a;
  const violation = violationsBySeverity.find((one) => one === a.violation || one === b.violation) ?? null;
  return {
    ...worst,
    judged: a.judged + b.judged,
    failed: a.failed + b.failed,
    inconclusive: a.inconclusive + b.inconclusive,
    needed: a.needed + b.needed,
    violation,
    severity: violation === a.violation ? a.severity : b.severity,
  };
}

function blank(action: string, declared: string): MatrixCell {
  return {
    action,
    status: 'not-applicable',
    declared,
    judged: 0,
    failed: 0,
    inconclusive: 0,
    needed: 0,
    violation: null,
    severity: null,
    finding: null,
  };
}

function placeOf(fault: string): number {
  const place = dependencyOrder.findIndex((dependency) => fault.endsWith(` ${dependency}`));
  return place < 0 ? dependencyOrder.length : place;
}
