import type { Parts } from '../app/decide/parts.ts';
import type { PolicyParts } from '../policy/policy-parts.ts';
import type { Lifetime } from '../service/run-service.ts';
import { openTestimony } from './testimony.ts';
import { witnessedDecisions } from './witnessed-decisions.ts';
import { witnessedPolicy } from './witnessed-policy.ts';

/** Puts itself around what a process decides with, and writes down what really happens there, for tests. */
interface Witness {
  policy(parts: PolicyParts): PolicyParts;
  decisions(parts: Parts): Parts;
}

/** Where nobody wants to know. */
const none: Witness = { policy: (parts) => parts, decisions: (parts) => parts };

/**
 * The witness of one point: a replica, the policy service.
 * @param file where its testimony is appended, as JSON lines; without one nothing is witnessed, and nothing is changed
 */
export function witnessOf(file: string | undefined, point: string, lifetime: Lifetime): Witness {
  if (file === undefined) return none;
  const testimony = openTestimony(file, point, lifetime);
  return {
    policy: (parts) => witnessedPolicy(parts, testimony),
    decisions: (parts) => witnessedDecisions(parts, testimony),
  };
}
