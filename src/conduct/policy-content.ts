import { isDecision } from '../model/decision.ts';
import type { Mode } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import type { Cell, WrongAnswer } from '../plan/plan.ts';
import type { FocusRequest } from '../probe/prober.ts';

/** What is published under a revision, as far as the plan knows it. */
export interface PolicyContent {
  readonly revision: number;
  /** Cells (indexes) that it answers wrongly, and how. */
  readonly wrong: ReadonlyMap<number, WrongAnswer>;
}

type Seen = Pick<ObservationEvent, 'outcome' | 'mode'>;

/**
 * Whether an answer is the one that a bad rule gives; undefined where there is no decision to tell by. What the application
 * names its declared fallback is none of the rule's, unless the rule is bad by coming to no answer in time: then that is what
 * it looks like.
 */
export function showsWrong(cell: Cell, answers: WrongAnswer, seen: Seen): boolean | undefined {
  if (answers === 'none')
    return !isDecision(seen.outcome) || (seen.mode !== undefined && fallbackModes.has(seen.mode));
  if (!isDecision(seen.outcome)) return undefined;
  if (seen.outcome !== answers || seen.mode === 'deny') return false;
  return !(seen.mode === 'degrade' && seen.outcome === cell.whenDegraded);
}

const fallbackModes: ReadonlySet<Mode> = new Set<Mode>(['cache', 'degrade', 'deny']);

/** Whom a change from one content to another concerns, and by which answer each shows that it has changed over. */
export function changeOver(
  cells: readonly Cell[],
  from: PolicyContent,
  to: PolicyContent,
): Pick<FocusRequest, 'cells' | 'isNew'> {
  const concerned = [...new Set([...from.wrong.keys(), ...to.wrong.keys()])].filter(
    (cell) => from.wrong.get(cell) !== to.wrong.get(cell),
  );
  return {
    cells: concerned,
    isNew: (observation) => {
      const cell = cells[observation.cell];
      if (cell === undefined) return undefined;
      const wrong = to.wrong.get(observation.cell);
      if (wrong !== undefined) return showsWrong(cell, wrong, observation);
      const before = from.wrong.get(observation.cell);
      const old = before === undefined ? undefined : showsWrong(cell, before, observation);
      return old === undefined ? undefined : !old;
    },
  };
}
