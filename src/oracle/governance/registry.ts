import { approversIndependent } from './approvers-independent.ts';
import { breakGlassHeld } from './break-glass-held.ts';
import { contractConsistent } from './contract-consistent.ts';
import { credentialShortLived } from './credential-short-lived.ts';
import type { GovernanceCheck } from './governance-check.ts';
import { inputsDeclared } from './inputs-declared.ts';
import { inputsGoverned } from './inputs-governed.ts';
import { inputsRecorded } from './inputs-recorded.ts';
import { logFields } from './log-fields.ts';
import { ownerNamed } from './owner-named.ts';
import { rollbackDeclared } from './rollback-declared.ts';

/** Every question of governance, in the order in which a reader should see them. */
export const governanceChecks: readonly GovernanceCheck[] = [
  ownerNamed,
  approversIndependent,
  breakGlassHeld,
  contractConsistent,
  inputsDeclared,
  inputsGoverned,
  inputsRecorded,
  credentialShortLived,
  rollbackDeclared,
  logFields,
];
