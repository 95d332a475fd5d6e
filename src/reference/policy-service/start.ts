import { createCedarEngine } from '../engine/cedar-engine.ts';
import { followPolicy } from '../policy/follow.ts';
import { requiredVariable } from '../service/environment.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { evaluateWith, remoteSet } from './evaluate.ts';
import { openPolicyService } from './open-service.ts';

const pollEveryMs = 1_000;

/** Starts the remote policy service: Cedar behind AuthZEN, on the newest bundle it can get. */
export async function startPolicyService(lifetime: Lifetime): Promise<Started> {
  const engine = createCedarEngine(new Set([remoteSet]));
  const bundleServiceUrl = requiredVariable('BUNDLE_SERVICE_URL');
  const policy = await followPolicy(
    engine,
    { name: 'policy-service', bundleServiceUrl, pollEveryMs },
    lifetime,
  );
  const revision = (): number => policy.revision();
  return openPolicyService({ evaluate: evaluateWith(engine, revision), revision }, lifetime);
}
