import type { InputSource } from './decide/inputs.ts';
import type { RemotePolicyServiceParts } from './decide/remote-policy-service.ts';
import type { DecisionRecord } from './log/decision-log.ts';

/** Who a replica is, and the services beyond what it decides with. */
export interface Connections {
  /** Its name: `r0`, `r1`, … */
  readonly replica: string;
  /** How the policy service is asked. */
  readonly policyService: RemotePolicyServiceParts;
  /** Where inputs come from, by the name that the contract gives as `from`. */
  readonly sources: ReadonlyMap<string, InputSource>;
  readonly logSink: {
    /** Rejects unless the sink has taken the batch. */
    send(batch: readonly DecisionRecord[]): Promise<void>;
  };
}
