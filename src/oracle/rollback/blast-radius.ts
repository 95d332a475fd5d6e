import { isDecision } from '../../model/decision.ts';
import type { Decision } from '../../model/decision.ts';
import type { BlastRadius } from '../../model/result.ts';
import type { JudgedObservation } from '../judge-observation.ts';

/** Whom and what the wrong decisions concerned, the most frequent first. */
export function blastRadius(wrong: readonly JudgedObservation[]): readonly BlastRadius[] {
  const counts = new Map<
    string,
    {
      subject: string;
      action: string;
      resource: string;
      wrong: Decision;
      count: number;
      exposed: readonly string[];
    }
  >();
  for (const { seen, cell } of wrong) {
    if (!isDecision(seen.outcome)) continue;
    const key = JSON.stringify([cell.cell.do, cell.cell.as, cell.cell.on, seen.outcome]);
    const entry = counts.get(key);
    if (entry === undefined) {
      counts.set(key, {
        subject: cell.cell.as,
        action: cell.cell.do,
        resource: cell.cell.on,
        wrong: seen.outcome,
        count: 1,
        exposed: [],
      });
    } else entry.count += 1;
  }
  return [...counts.entries()]
    .toSorted(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}
