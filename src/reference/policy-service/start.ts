import { createCedarEngine } from '../engine/cedar-engine.ts';
import { signedBundleParts } from '../policy/distributions.ts';
import { followPolicy } from '../policy/follow.ts';
import { requiredVariable } from '../service/environment.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { witnessOf } from '../witness/witness.ts';
import { evaluateWith, remoteSet } from './evaluate.ts';
import { openPolicyService } from './open-service.ts';

const pollEveryMs = 1_000;

/** Starts the remote policy service: Cedar behind AuthZEN, on the newest bundle it can get. */
export async function startPolicyService(lifetime: Lifetime): Promise<Started> {
  const engine = createCedarEngine(new Set([remoteSet]));
  const bundleServiceUrl = requiredVariable('BUNDLE_SERVICE_URL');
  const stateFolder = process.env['POLICY_SERVICE_STATE'] || undefined;
  const parts = await signedBundleParts(bundleServiceUrl, pollEveryMs, { engine, stateFolder });
  const witnessFile = process.env['POLICY_SERVICE_WITNESS'] || undefined;
  const policy = await followPolicy(
    witnessOf(witnessFile, 'policy-service', lifetime).policy(parts),
    { name: 'policy-service', bundleServiceUrl, pollEveryMs, longPollMs: null },
    lifetime,
  );
  const revision = (): number => policy.revision();
  return openPolicyService({ evaluate: evaluateWith(engine, revision), revision }, lifetime);
}
