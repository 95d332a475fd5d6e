import { setTimeout as pause } from 'node:timers/promises';
import { openPolicyService } from '../policy-service/open-service.ts';
import { requiredVariable } from '../service/environment.ts';
import { readBundleKeys } from '../service/fixtures.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { createOpaClient } from './opa-client.ts';
import { opaConfig } from './opa-config.ts';
import { startOpa } from './opa-process.ts';

const pollEveryS = 1;
const askEveryMs = 20;

/**
 * Starts Open Policy Agent as the remote policy service. OPA takes its bundles from the bundle service, verifies them and
 * decides; before it stands an AuthZEN front, which is what the application asks and what can be made to misbehave.
 */
export async function startOpaPolicyService(lifetime: Lifetime): Promise<Started> {
  const program = requiredVariable('OPA_PROGRAM');
  const bundleServiceUrl = requiredVariable('BUNDLE_SERVICE_URL');
  const config = opaConfig({ bundleServiceUrl, keys: await readBundleKeys(), pollEveryS });
  const opa = await startOpa(program, config);
  lifetime.onStop(() => opa.stop());
  const client = createOpaClient(opa.socketPath);
  lifetime.onStop(() => client.close());
  const broken = opa.ended.then((how) => new Error(`OPA (${program}) ${how}`));
  let over = false;
  void opa.ended.then(() => (over = true));
  while (!(await client.isUp())) {
    if (over) throw await broken;
    await pause(askEveryMs);
  }
  const started = await openPolicyService(client, lifetime);
  return { ...started, helpers: [{ name: 'opa', pid: opa.pid }], broken };
}
