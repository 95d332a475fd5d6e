import { createBehaviourLease } from '../service/behaviour.ts';
import { controlApp } from '../service/control.ts';
import { readKey } from '../service/fixtures.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { openPorts } from '../service/stand-in.ts';
import { createTokenCheck } from '../service/token-check.ts';
import { workloadAudience, workloadIssuer } from '../service/workload.ts';
import { accessApi } from './access-api.ts';
import { addCanaryCredentials } from './canary-credential.ts';
import { isLetIn } from './credential-rules.ts';
import type { Evaluate } from './evaluate.ts';

/** Who decides behind the endpoints. */
export interface Decider {
  readonly evaluate: Evaluate;
  /** Of the policy that is decided on; 0 while there is none. */
  readonly revision: () => number | Promise<number>;
}

/**
 * Opens a policy service's ports: AuthZEN for workloads with a credential, and a control port by which it can be made to
 * misbehave, whoever decides behind it.
 */
export async function openPolicyService(decider: Decider, lifetime: Lifetime): Promise<Started> {
  const checkToken = await createTokenCheck({
    key: await readKey('workload.public'),
    issuer: workloadIssuer,
    audience: workloadAudience,
  });
  const lease = createBehaviourLease();
  const api = accessApi({
    ...decider,
    mayAsk: async (authorization) => {
      const claims = await checkToken(authorization);
      return claims !== undefined && isLetIn(claims, lease);
    },
  });
  const control = controlApp(lease, 'policy');
  await addCanaryCredentials(control);
  return openPorts(api, control, lease, lifetime, { under: '/access/', as: 'evaluations' });
}
