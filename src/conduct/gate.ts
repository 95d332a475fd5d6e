import type { Mode } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import { formatMs } from '../model/time.ts';
import type { Cell, Plan } from '../plan/plan.ts';

/** Answers in a row that make a cell steady on a replica. */
export const steadyAfter = 3;

/** What the gate keeps of one answer. */
type Seen = Pick<ObservationEvent, 'outcome' | 'mode' | 'intended' | 'received'>;

/** Remembers the last answers of every cell on every replica and says whether all is steady. */
export interface Gate {
  note(observation: ObservationEvent): void;
  /** Why it is not steady, in sentences; none where it is. */
  reasons(): readonly string[];
}

/** A gate that has seen nothing yet. */
export function openGate(plan: Pick<Plan, 'cells' | 'replicas' | 'contract'>): Gate {
  const last = new Map<string, Seen[]>();
  return {
    note: (observation) => {
      const key = keyOf(observation.cell, observation.replica);
      const seen = last.get(key) ?? [];
      seen.push(observation);
      if (seen.length > steadyAfter) seen.shift();
      last.set(key, seen);
    },
    reasons: () =>
      plan.cells.flatMap((cell, index) =>
        plan.replicas.flatMap((replica) => {
          const reason = unsteady(plan, cell, last.get(keyOf(index, replica)) ?? []);
          return reason === undefined ? [] : [`${cell.as} ${cell.do} ${cell.on} on ${replica}: ${reason}`];
        }),
      ),
  };
}

function unsteady(plan: Pick<Plan, 'contract'>, cell: Cell, seen: readonly Seen[]): string | undefined {
  if (seen.length < steadyAfter) return `${seen.length} of ${steadyAfter} answers`;
  const { budgetMs } = plan.contract;
  for (const { outcome, mode, intended, received } of seen) {
    if (outcome !== cell.expect) return `${outcome} instead of ${cell.expect}`;
    // An action that nobody declared has no healthy mode: to deny it is right in any.
    if (mode !== undefined && fallbackModes.has(mode) && !cell.undeclared)
      return `answered by the fallback "${mode}"`;
    const tookMs = received - intended;
    if (tookMs > budgetMs)
      return `answered after ${formatMs(tookMs)}, over the budget of ${formatMs(budgetMs)}`;
  }
  return undefined;
}

/** An undeclared mode that is no fallback is for the oracle to judge: the application is steady in it. */
const fallbackModes: ReadonlySet<Mode> = new Set<Mode>(['cache', 'degrade', 'deny']);

function keyOf(cell: number, replica: string): string {
  return `${cell} ${replica}`;
}
