import type { Case } from './case.ts';
import { decideCoarsely } from './coarse.ts';
import { fallbackDeny } from './fallback-deny.ts';
import { localInputs } from './input-values.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';

/** Whether a decision may rest on the active bundle: it is not past its time, or the contract keeps it even so. */
export function mayDecideHere({ embedded, contract }: Parts): boolean {
  return contract.policy.onExpired === 'keep' || !embedded.expired();
}

/** What the contract declares for a decision that would rest on an expired bundle: deny, or the action's coarse policy. */
export function decideExpired(parts: Parts, asked: Case): Verdict {
  const { question, declared, uses } = asked;
  const cause = 'the policy could not be confirmed in time';
  const fallback = declared.whenUnavailable;
  if (parts.contract.policy.onExpired !== 'degrade' || fallback?.mode !== 'degrade') {
    return fallbackDeny(parts, asked, cause);
  }
  const basis = { context: {}, told: { inputs: localInputs(uses, question) } };
  return decideCoarsely(parts, asked, fallback, basis, cause);
}
