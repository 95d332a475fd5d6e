import type { MatrixCell, MatrixRow } from '../model/result.ts';
import type { Interval } from '../model/time.ts';
import { within } from '../model/time.ts';
import { severityOf, violationsBySeverity } from '../model/violation.ts';
import type { Plan, PlannedFault } from '../plan/plan.ts';
import { needs } from './attribution.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { JudgedObservation } from './judge-observation.ts';
import type { ObservationKind } from './kinds.ts';
import { intervalOf } from './scenario-world.ts';
import type { CellFacts, ScenarioWorld } from './scenario-world.ts';
import { tellingWindows } from './telling-windows.ts';
import type { ViolationGroup } from './violation-groups.ts';
import { declaredFallback, faultKey, faultTitle } from './wording.ts';
import type { FaultSpan } from './world/fault-span.ts';

/** How far one planned fault was drilled with one of the plan's cells. */
export interface Drilled {
  readonly planned: PlannedFault;
  /** Null where it was never asked for. */
  readonly span: FaultSpan | null;
  readonly cell: CellFacts;
  /** Conclusive observations while the fault certainly made a difference. */
  readonly samples: number;
}

export interface DrillCounter {
  note(one: JudgedObservation): void;
  result(): readonly Drilled[];
}

/**
 * Counts, for every planned fault and every cell, the conclusive observations that lie wholly where they tell
 * of the fault. An action that the contract does not declare has no cell in the matrix.
 */
export function drillCounter(plan: Plan, world: ScenarioWorld, facts: JournalFacts): DrillCounter {
  const all: (Drilled & { samples: number })[] = [];
  /** By cell, then by replica. */
  const windows = world.cells.map(() => new Map<string, { window: Interval; of: { samples: number } }[]>());
  for (const planned of plan.faults) {
    const span = world.faults.find((each) => each.id === planned.id) ?? null;
    for (const cell of world.cells) {
      if (cell.cell.undeclared) continue;
      const drilled = { planned, span, cell, samples: 0 };
      all.push(drilled);
      for (const replica of plan.replicas) {
        const telling = tellingWindows(world, facts, span, cell, replica);
        const known = windows[cell.index]?.get(replica) ?? [];
        const own = telling.map((window) => ({ window, of: drilled }));
        windows[cell.index]?.set(replica, [...known, ...own]);
      }
    }
  }
  return {
    note({ seen, verdict }) {
      if (verdict === 'inconclusive') return;
      const telling = windows[seen.cell]?.get(seen.replica);
      if (telling === undefined) return;
      const during = intervalOf(seen);
      for (const { window, of } of telling) if (within(during, window)) of.samples += 1;
    },
    result: () => all,
  };
}

/** What is needed of a planned fault before its cells are evidence, besides samples. */
export function isProved(span: FaultSpan | null): boolean {
  return span !== null && span.effective !== null && span.healed !== null && !span.failed;
}

/**
 * The scenario's rows: a fault each, a cell for every action of the contract. A cell has failed with any violation that is
 * reported under the fault, and passed only where the fault was proved on and off, the steady state held before, and
 * every plan cell of the action has its samples.
 */
export function matrixRows(
  plan: Plan,
  world: ScenarioWorld,
  drilled: readonly Drilled[],
  kinds: readonly ObservationKind[],
  groups: readonly ViolationGroup[],
  steady: boolean,
): readonly MatrixRow[] {
  const unsure = new Map<string, number>();
  for (const { fault, cell, verdict, count } of kinds) {
    if (fault === null || verdict !== 'inconclusive') continue;
    const key = `${faultKey(fault.spec)} ${cell.cell.do}`;
    unsure.set(key, (unsure.get(key) ?? 0) + count);
  }
  return [...Map.groupBy(drilled, ({ planned }) => faultKey(planned.spec))].map(([fault, inRow]) => {
    const spec = inRow[0]?.planned.spec;
    const cells = Object.entries(plan.contract.actions).map(([action, declaration]): MatrixCell => {
      const mine = inRow.filter(({ cell }) => cell.cell.do === action);
      const key = `${fault} ${action}`;
      const broken = groups.filter((group) => group.action === action && isUnder(group, fault));
      const failed = broken.reduce((sum, group) => sum + group.alone, 0);
      const worst =
        violationsBySeverity.find((each) => broken.some((group) => group.violation === each)) ?? null;
      return {
        action,
        status: statusOf(plan, world, mine, inRow, action, failed, steady),
        declared: declaredFallback(declaration),
        judged: Math.max(
          failed,
          mine.reduce((sum, { samples }) => sum + samples, 0),
        ),
        failed,
        inconclusive: unsure.get(key) ?? 0,
        needed: mine.length * plan.minSamples,
        violation: worst,
        severity: worst === null ? null : severityOf[worst],
        finding: null,
      };
    });
    return { fault, title: spec === undefined ? fault : faultTitle(spec), cells };
  });
}

function statusOf(
  plan: Plan,
  world: ScenarioWorld,
  mine: readonly Drilled[],
  inRow: readonly Drilled[],
  action: string,
  failed: number,
  steady: boolean,
): MatrixCell['status'] {
  if (failed > 0) return 'fail';
  if (mine.length === 0) return needsAny(world, inRow, action) ? 'not-drilled' : 'not-applicable';
  const whole = steady && mine.every(({ span, samples }) => isProved(span) && samples >= plan.minSamples);
  return whole ? 'pass' : 'inconclusive';
}

function isUnder({ fault }: ViolationGroup, key: string): boolean {
  return fault !== null && faultKey(fault.spec) === key;
}

/** Whether an action that no cell asks for rests on what the row's faults take away. */
function needsAny(world: ScenarioWorld, inRow: readonly Drilled[], action: string): boolean {
  const declared = world.contract.actions[action];
  if (declared === undefined) return false;
  const fetched = declared.uses.filter((name) => world.contract.inputs[name]?.local === false);
  return inRow.some(({ planned, span }) =>
    needs({ action: declared, fetched }, { spec: planned.spec, effect: span?.effect ?? { kind: 'out' } }),
  );
}
