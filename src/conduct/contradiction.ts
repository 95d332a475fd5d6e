import { isDecision } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import type { Cell } from '../plan/plan.ts';

/**
 * Whether a decision contradicts what was declared so plainly that an operator's detector raises an alarm: it is
 * not the healthy answer, and the application does not say that it fell back to a deny or to the coarse policy.
 * It knows nothing of the rule that was published or of the faults of the moment, as a detector in the field would not.
 */
export function contradicts(cell: Cell, seen: Pick<ObservationEvent, 'outcome' | 'mode'>): boolean {
  if (!isDecision(seen.outcome) || seen.outcome === cell.expect) return false;
  if (seen.mode === 'deny') return seen.outcome === 'allow';
  return !(seen.mode === 'degrade' && seen.outcome === cell.whenDegraded);
}
