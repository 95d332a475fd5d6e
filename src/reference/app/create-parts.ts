import { createEngine } from '../engine/engines.ts';
import { diagnose } from '../service/diagnostics.ts';
import type { Lifetime } from '../service/run-service.ts';
import { createLogSinkClient } from './clients/log-sink-client.ts';
import { createPolicyServiceClient } from './clients/policy-service-client.ts';
import { createRiskServiceClient } from './clients/risk-service-client.ts';
import type { WorkloadCredential } from './clients/workload-credential.ts';
import type { Connections } from './connections.ts';
import { createDecisionCache } from './decide/decision-cache.ts';
import { createEmbeddedPolicy } from './decide/embedded-policy.ts';
import { embeddedSets } from './decide/embedded-sets.ts';
import { createInputs } from './decide/inputs.ts';
import type { Parts } from './decide/parts.ts';
import { believe } from './decide/policy-service.ts';
import { createRemotePolicyService } from './decide/remote-policy-service.ts';
import { createShipper } from './log/shipper.ts';
import { startPolicy, type WrapPolicyParts } from './policy-at-hand.ts';
import { redact } from './redact.ts';
import { requireSources, type Settings } from './settings.ts';

/** The parts of a sound replica, what they are connected to, and the moment from which it has a policy. */
interface SoundParts {
  readonly parts: Parts;
  readonly connections: Connections;
  readonly firstPolicy: Promise<void>;
}

/**
 * Makes everything that a replica decides with, connected to its services, by what the contract declares.
 * @param credential proves to the policy service that the replica is the ledger
 * @param wrapPolicy changes what the policy is kept by
 */
export async function createParts(
  settings: Settings,
  credential: WorkloadCredential,
  wrapPolicy: WrapPolicyParts,
  lifetime: Lifetime,
): Promise<SoundParts> {
  const { contract, replica } = settings;
  const { timeoutMs } = contract.policyService;
  // No decision waits for the sink, so it gets as long as a decision does.
  const sink = createLogSinkClient(settings.decisionLogUrl, contract.budgetMs);
  const transport = createPolicyServiceClient(settings.policyServiceUrl);
  const policyService = { transport, credential, timeoutMs, believe };
  const risk = createRiskServiceClient(settings.contextServiceUrl);
  const sources = new Map([['risk-service', risk]]);
  requireSources(contract, [...sources.keys()]);
  const log = createShipper({
    send: (batch) => sink.send(batch),
    whenSinkDown: contract.decisionLog.whenSinkDown,
    onTrouble: (event, details) => diagnose(replica, event, details),
  });
  lifetime.onStop(async () => {
    await log.close();
    await Promise.all([sink.close(), transport.close(), risk.close()]);
  });

  const engine = await createEngine(settings.engine, embeddedSets(contract));
  const policy = await startPolicy(settings, engine, wrapPolicy, lifetime);
  return {
    parts: {
      contract,
      embedded: createEmbeddedPolicy(policy),
      policyNeeded: () => policy.needed(),
      policyService: createRemotePolicyService(policyService),
      inputs: createInputs(sources),
      cache: createDecisionCache(),
      log,
      redact,
    },
    connections: { replica, policyService, sources, logSink: sink },
    firstPolicy: policy.first,
  };
}
