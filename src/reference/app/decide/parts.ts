import type { Contract } from '../../../contract/contract.ts';
import type { DecisionLog } from '../log/decision-log.ts';
import type { Redact } from '../redact.ts';
import type { DecisionCache } from './decision-cache.ts';
import type { EmbeddedPolicy } from './embedded-policy.ts';
import type { Inputs } from './inputs.ts';
import type { PolicyService } from './policy-service.ts';

/** What the application decides and answers with. Everything is put together in one place, `../start.ts`. */
export interface Parts {
  readonly contract: Contract;
  readonly embedded: EmbeddedPolicy;
  /** Says that a decision is to be made; what it has to wait for until the embedded policy is there, if anything. */
  readonly policyNeeded: () => Promise<void> | undefined;
  readonly policyService: PolicyService;
  readonly inputs: Inputs;
  readonly cache: DecisionCache;
  readonly log: DecisionLog;
  readonly redact: Redact;
}
