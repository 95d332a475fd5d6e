import type { Plan } from '../../plan/plan.ts';
import type { HiddenTruth } from './hidden-truth.ts';
import type { Chance } from './random.ts';

/** A question that is due. */
export interface SimulatedProbe {
  readonly intended: number;
  readonly at: number;
  readonly cell: number;
  /** Which of the replicas that are there is asked, counted round. */
  readonly turn: number;
}

/** For how long after an order the prober looks more closely. */
const focusMs = 2_500;

/** All questions of a drill in the order in which they are sent: by the schedule, and the closer look at what changes on top. */
export function simulatedProbes(plan: Plan, truth: HiddenTruth, chance: Chance): readonly SimulatedProbe[] {
  const due = [...scheduled(plan, chance), ...focused(plan, truth, chance)];
  return due.toSorted((a, b) => a.at - b.at);
}

function scheduled(plan: Plan, chance: Chance): readonly SimulatedProbe[] {
  let nth = 0;
  let round: readonly number[] = [];
  return plan.phases.flatMap(({ from, to, ratePerSecond }) => {
    const due: SimulatedProbe[] = [];
    const everyMs = 1_000 / ratePerSecond;
    for (let t = from + 5; t < to; t += everyMs * chance.between(0.5, 1.5)) {
      if (nth % plan.cells.length === 0) round = anyOrder(plan.cells.keys(), chance);
      const cell = round[nth % plan.cells.length] ?? 0;
      const turn = Math.floor(nth / plan.cells.length);
      due.push({ intended: t, at: t + chance.between(0, 3), cell, turn });
      nth += 1;
    }
    return due;
  });
}

function focused(plan: Plan, { changes }: HiddenTruth, chance: Chance): readonly SimulatedProbe[] {
  const cells = plan.changes.flatMap((change) =>
    change.kind === 'publish' ? change.wrong.map((one) => one.cell) : [],
  );
  const end = plan.phases.at(-1)?.to ?? 0;
  if (plan.focusPerSecond === 0 || cells.length === 0) return [];
  return changes.flatMap(({ ordered }) => {
    const due: SimulatedProbe[] = [];
    const until = Math.min(end, ordered + focusMs);
    for (let t = ordered, nth = 0; t < until; t += 1_000 / plan.focusPerSecond, nth += 1) {
      const cell = cells[nth % cells.length] ?? 0;
      due.push({ intended: t, at: t + chance.between(0, 3), cell, turn: Math.floor(nth / cells.length) });
    }
    return due;
  });
}

/** The items in an order of chance. */
export function anyOrder<T>(items: Iterable<T>, chance: Chance): readonly T[] {
  return [...items]
    .map((item) => ({ item, key: chance.unit() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
