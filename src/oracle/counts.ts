import { modes } from '../model/decision.ts';
import type { Outcome } from '../model/decision.ts';
import type { Counts } from '../model/result.ts';
import type { Violation } from '../model/violation.ts';
import type { JudgedObservation } from './judge-observation.ts';

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
export function countObservations(judged: readonly JudgedObservation[]): Counts {
  const count = {
    observations: judged.length,
    pass: 0,
    wrongAllow: 0,
    wrongDeny: 0,
    noDecision: 0,
    inconclusive: 0,
  };
  const byMode = { local: 0, remote: 0, cache: 0, degrade: 0, deny: 0 };
  for (const { seen, verdict } of judged) {
    if (verdict === 'pass') count.pass += 1;
    else if (verdict === 'inconclusive') count.inconclusive += 1;
    else if (wrongAllows.has(verdict)) count.wrongAllow += 1;
    else if (verdict === 'wrong-deny') count.wrongDeny += 1;
    else if (verdict === 'no-decision') count.noDecision += 1;
    const mode = modes.find((each) => each === seen.mode);
    if (mode !== undefined) byMode[mode] += 1;
  }
  return { ...count, byMode };
}

/** Observations by what their callers got. */
export function countOutcomes(judged: readonly JudgedObservation[]): Readonly<Record<Outcome, number>> {
  const count: Record<Outcome, number> = { allow: 0, deny: 0, error: 0, timeout: 0, malformed: 0 };
  for (const { seen } of judged) count[seen.outcome] += 1;
  return count;
}
