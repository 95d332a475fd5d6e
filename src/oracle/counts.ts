import { modes } from '../model/decision.ts';
import type { Mode, Outcome } from '../model/decision.ts';
import type { Counts } from '../model/result.ts';
import type { Violation } from '../model/violation.ts';
import { countOf } from './kinds.ts';
import type { ObservationKind } from './kinds.ts';

const wrongAllows: ReadonlySet<string> = new Set<Violation>([
  'wrong-allow',
  'stale-allow',
  'revoked-allow',
  'unverified-policy',
]);

/**
 * Observations by how they were judged. Those of a bad rule while it may have been in force are as declared, and counted
 * by the rollback.
 */
export function countObservations(kinds: readonly ObservationKind[]): Counts {
  const judged = (like: (verdict: ObservationKind['verdict']) => boolean): number =>
    countOf(kinds, (kind) => like(kind.verdict));
  const byMode: Record<Mode, number> = { local: 0, remote: 0, cache: 0, degrade: 0, deny: 0 };
  for (const mode of modes) byMode[mode] = countOf(kinds, (kind) => kind.mode === mode);
  return {
    observations: judged(() => true),
    pass: judged((verdict) => verdict === 'pass'),
    wrongAllow: judged((verdict) => wrongAllows.has(verdict)),
    wrongDeny: judged((verdict) => verdict === 'wrong-deny'),
    noDecision: judged((verdict) => verdict === 'no-decision'),
    inconclusive: judged((verdict) => verdict === 'inconclusive'),
    byMode,
  };
}

/** Observations by what their callers got. */
export function countOutcomes(kinds: readonly ObservationKind[]): Readonly<Record<Outcome, number>> {
  const count: Record<Outcome, number> = { allow: 0, deny: 0, error: 0, timeout: 0, malformed: 0 };
  for (const kind of kinds) count[kind.outcome] += kind.count;
  return count;
}
