import type { Violation } from '../../model/violation.ts';
import { changesControlled } from './changes-controlled.ts';
import type { Check } from './check.ts';
import { decisionGiven } from './decision-given.ts';
import { declaredMode } from './declared-mode.ts';
import { evidenceWhole } from './evidence-whole.ts';
import { logAccurate } from './log-accurate.ts';
import { logComplete } from './log-complete.ts';
import { noRequestStorm } from './no-request-storm.ts';
import { noResidue } from './no-residue.ts';
import { noRevokedAllow } from './no-revoked-allow.ts';
import { noStaleAllow } from './no-stale-allow.ts';
import { noUnverifiedPolicy } from './no-unverified-policy.ts';
import { noWrongAllow } from './no-wrong-allow.ts';
import { noWrongDeny } from './no-wrong-deny.ts';
import { normalAfterHealing } from './normal-after-healing.ts';
import { obligationsKept } from './obligations-kept.ts';
import { replicasAgree } from './replicas-agree.ts';
import { rollbackWithinObjective } from './rollback-within-objective.ts';
import { steadyAsDeclared } from './steady-as-declared.ts';
import { withinBudget } from './within-budget.ts';

/** Every check, in the order in which a reader should see them: what is unsafe first. */
export const checks: readonly Check[] = [
  noWrongAllow,
  noUnverifiedPolicy,
  noStaleAllow,
  noRevokedAllow,
  obligationsKept,
  noWrongDeny,
  decisionGiven,
  withinBudget,
  declaredMode,
  normalAfterHealing,
  noRequestStorm,
  replicasAgree,
  rollbackWithinObjective,
  noResidue,
  changesControlled,
  logComplete,
  logAccurate,
  steadyAsDeclared,
  evidenceWhole,
];

const explainers = new Map(
  checks.flatMap((check) => check.explains.map((violation) => [violation, check] as const)),
);

/**
 * The check that names the cause of a violation.
 * @throws Error where no check does: every violation needs one
 */
export function checkOf(violation: Violation): Check {
  const check = explainers.get(violation);
  if (check === undefined) throw new Error(`No check explains ${violation}.`);
  return check;
}
