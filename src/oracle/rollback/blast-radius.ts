import { isDecision } from '../../model/decision.ts';
import type { BlastRadius } from '../../model/result.ts';
import type { JudgedObservation } from '../judge-observation.ts';
import type { Publication } from './taken-back.ts';

/**
 * Whom and what the wrong decisions concerned, the most frequent first, and which protected data the wrong allows showed.
 * Under a rule that comes to no answer, what is wrong is that there was none.
 */
export function blastRadius(wrong: readonly JudgedObservation[], rule: Publication): readonly BlastRadius[] {
  const slow = new Set(rule.wrong.filter((one) => one.answers === 'none').map((one) => one.cell));
  const entries = new Map<string, BlastRadius & { count: number; readonly fields: Set<string> }>();
  for (const { seen, cell } of wrong) {
    const kind = slow.has(seen.cell) || !isDecision(seen.outcome) ? 'none' : seen.outcome;
    const { as: subject, do: action, on: resource } = cell.cell;
    const key = JSON.stringify([action, subject, resource, kind]);
    const entry = entries.get(key) ?? {
      subject,
      action,
      resource,
      wrong: kind,
      count: 0,
      exposed: [],
      fields: new Set<string>(),
    };
    entry.count += 1;
    if (kind === 'allow') for (const field of seen.exposed ?? []) entry.fields.add(field);
    entries.set(key, entry);
  }
  return [...entries]
    .toSorted(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .map(([, { fields, ...entry }]) => ({ ...entry, exposed: [...fields].toSorted() }));
}

/** How many of the wrong decisions came out so. */
export function countWrong(radius: readonly BlastRadius[], kind: BlastRadius['wrong']): number {
  return radius.reduce((sum, one) => (one.wrong === kind ? sum + one.count : sum), 0);
}
