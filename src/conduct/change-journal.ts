import type { ChangeEvent } from '../model/event.ts';
import type { PlannedChange } from '../plan/plan.ts';
import type { Stage } from './stage.ts';

/** Writes down an edge of a change, now, and tells it. @returns the time written */
export function recordChange(
  { journal, clock, tell }: Pick<Stage, 'journal' | 'clock' | 'tell'>,
  { id, kind }: Pick<PlannedChange, 'id' | 'kind'>,
  edge: ChangeEvent['edge'],
  facts: Partial<Omit<ChangeEvent, 'type' | 't' | 'change' | 'kind' | 'edge'>> = {},
): number {
  const change: ChangeEvent = { type: 'change', t: clock.now(), change: id, kind, edge, ...facts };
  journal.write(change);
  tell({ kind: 'change', change });
  return change.t;
}
