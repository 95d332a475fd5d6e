import type { ActionSummary } from '../../model/result.ts';
import { catalogueRows } from '../../oracle/catalogue.ts';
import { declaredFallback, faultKey, faultTitle } from '../../oracle/wording.ts';
import type { Plan } from '../../plan/plan.ts';
import { catalogueOf } from '../../score/coverage.ts';

/** What scenarios would drill of the catalogue of faults, if all went well. */
export interface PlannedCoverage {
  /** Cells that some scenario drills, of all that a complete library would. */
  readonly drilled: number;
  readonly cells: number;
  /** Rounded down. */
  readonly percent: number;
  /** Every action of any contract, and what the first one declares for it. */
  readonly actions: readonly ActionSummary[];
  readonly rows: readonly PlannedRow[];
  /** Faults of the scenarios that are not in the catalogue. */
  readonly beyond: readonly Pick<PlannedRow, 'fault' | 'title'>[];
}

export interface PlannedRow {
  /** Key of the matrix row: `refused policy-service`. */
  readonly fault: string;
  readonly title: string;
  /** The actions that rest on what the fault takes away. */
  readonly cells: readonly { readonly action: string; readonly drilledBy: readonly string[] }[];
}

/** Lays scenarios over the catalogue: which of them drills which fault with which action. */
export function plannedCoverage(plans: readonly Plan[]): PlannedCoverage {
  const catalogue = catalogueOf(plans.map(({ contract }) => ({ catalogue: catalogueRows(contract) })));
  const rows = catalogue.map(({ fault, title, actions }) => ({
    fault,
    title,
    cells: actions.map((action) => ({
      action,
      drilledBy: plans.filter((plan) => drills(plan, fault, action)).map(({ scenario }) => scenario.id),
    })),
  }));
  const cells = rows.flatMap((row) => row.cells);
  const drilled = cells.filter(({ drilledBy }) => drilledBy.length > 0).length;
  return {
    drilled,
    cells: cells.length,
    percent: cells.length === 0 ? 0 : Math.floor((100 * drilled) / cells.length),
    actions: actionsOf(plans),
    rows,
    beyond: beyond(plans, new Set(catalogue.map(({ fault }) => fault))),
  };
}

function drills({ faults, cells }: Plan, fault: string, action: string): boolean {
  return faults.some(({ spec }) => faultKey(spec) === fault) && cells.some((cell) => cell.do === action);
}

function actionsOf(plans: readonly Plan[]): readonly ActionSummary[] {
  const declared = new Map<string, string>();
  for (const [action, declaration] of plans.flatMap(({ contract }) => Object.entries(contract.actions)))
    if (!declared.has(action)) declared.set(action, declaredFallback(declaration));
  return [...declared].map(([action, fallback]) => ({ action, declared: fallback }));
}

function beyond(plans: readonly Plan[], catalogued: ReadonlySet<string>): PlannedCoverage['beyond'] {
  const titles = new Map<string, string>();
  for (const { spec } of plans.flatMap(({ faults }) => faults))
    if (!catalogued.has(faultKey(spec))) titles.set(faultKey(spec), faultTitle(spec));
  return [...titles].map(([fault, title]) => ({ fault, title }));
}
