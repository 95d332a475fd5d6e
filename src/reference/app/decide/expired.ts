import type { Case } from './case.ts';
import { fallbackDeny } from './fallback-deny.ts';
import { localInputs } from './input-values.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';

/** Whether a decision may rest on the active bundle: there is one, and it is not past its time unless the contract keeps it. */
export function mayDecideHere({ embedded, contract }: Parts): boolean {
  if (embedded.revision() === 0) return false;
  return contract.policy.onExpired === 'keep' || !embedded.expired();
}

/** What the contract declares for a decision that would rest on an expired bundle: deny, or the action's coarse policy. */
export function decideExpired(parts: Parts, asked: Case): Verdict {
  const { embedded, contract } = parts;
  const cause =
    embedded.revision() === 0 ? 'no policy is active yet' : 'the policy could not be confirmed in time';
  const fallback = asked.declared.whenUnavailable;
  if (embedded.revision() === 0 || contract.policy.onExpired !== 'degrade' || fallback?.mode !== 'degrade') {
    return fallbackDeny(parts, asked, cause);
  }
  const { outcome, reason } = embedded.ask(fallback.policy, asked.question, {});
  return {
    outcome,
    mode: 'degrade',
    revision: embedded.revision(),
    reason: `${reason} (${cause})`,
    obligations: outcome === 'allow' ? fallback.obligations : [],
    inputs: localInputs(asked.uses, asked.question),
  };
}
