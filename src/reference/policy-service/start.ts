import { createCedarEngine } from '../engine/cedar-engine.ts';
import { followPolicy } from '../policy/follow.ts';
import { createBehaviourLease } from '../service/behaviour.ts';
import { controlApp } from '../service/control.ts';
import { requiredVariable } from '../service/environment.ts';
import { readKey } from '../service/fixtures.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { openPorts } from '../service/stand-in.ts';
import { createTokenCheck } from '../service/token-check.ts';
import { workloadAudience, workloadIssuer } from '../service/workload.ts';
import { accessApi } from './access-api.ts';
import { addCanaryCredentials } from './canary-credential.ts';
import { isLetIn } from './credential-rules.ts';
import { evaluateWith, remoteSet } from './evaluate.ts';

const pollEveryMs = 1_000;

/** Starts the remote policy service: Cedar behind AuthZEN, on the newest bundle it can get. */
export async function startPolicyService(lifetime: Lifetime): Promise<Started> {
  const engine = createCedarEngine(new Set([remoteSet]));
  const bundleServiceUrl = requiredVariable('BUNDLE_SERVICE_URL');
  const checkToken = await createTokenCheck({
    key: await readKey('workload.public'),
    issuer: workloadIssuer,
    audience: workloadAudience,
  });
  const policy = await followPolicy(
    engine,
    { name: 'policy-service', bundleServiceUrl, pollEveryMs },
    lifetime,
  );
  const lease = createBehaviourLease();
  const api = accessApi({
    evaluate: evaluateWith(engine, () => policy.revision()),
    revision: () => policy.revision(),
    mayAsk: async (authorization) => {
      const claims = await checkToken(authorization);
      return claims !== undefined && isLetIn(claims, lease);
    },
  });
  const control = controlApp(lease, 'policy');
  await addCanaryCredentials(control);
  return openPorts(api, control, lease, lifetime, { under: '/access/', as: 'evaluations' });
}
