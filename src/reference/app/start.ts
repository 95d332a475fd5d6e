import { createCedarEngine } from '../engine/cedar-engine.ts';
import { followPolicy } from '../policy/follow.ts';
import { diagnose } from '../service/diagnostics.ts';
import { readKey } from '../service/fixtures.ts';
import { listen } from '../service/listen.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { createTokenCheck } from '../service/token-check.ts';
import { createLogSinkClient } from './clients/log-sink-client.ts';
import { createPolicyServiceClient } from './clients/policy-service-client.ts';
import { createRiskServiceClient } from './clients/risk-service-client.ts';
import { createWorkloadCredential } from './clients/workload-credential.ts';
import { createDecisionCache } from './decide/decision-cache.ts';
import { createEmbeddedPolicy } from './decide/embedded-policy.ts';
import { createInputs } from './decide/inputs.ts';
import type { Parts } from './decide/parts.ts';
import { openLedger } from './domain/ledger.ts';
import { createGuard } from './http/pep.ts';
import { routes } from './http/routes.ts';
import { createShipper } from './log/shipper.ts';
import { redact } from './redact.ts';
import { readSettings, requireSources, type Settings } from './settings.ts';
import { seedDefect } from '../defects/seed.ts';

/** Issuer and audience of the tokens that the ledger takes. */
const identity = { issuer: 'https://issuer.ledger.example', audience: 'ledger' };

/** Starts one replica of the ledger. Everything it decides with is put together here and nowhere else. */
export async function startLedger(lifetime: Lifetime): Promise<Started> {
  const settings = await readSettings();
  const parts = await seedDefect(settings.defect, await createParts(settings, lifetime));
  const app = routes({
    ledger: await openLedger(),
    guard: createGuard(parts, settings.replica),
    checkToken: await createTokenCheck({ key: await readKey('token-issuer.public'), ...identity }),
    embedded: parts.embedded,
  });
  const server = await listen((request) => app.fetch(request), settings.port);
  lifetime.onStop(() => server.close(settings.contract.budgetMs));
  return { url: server.url };
}

async function createParts(settings: Settings, lifetime: Lifetime): Promise<Parts> {
  const { contract, replica } = settings;
  const sink = createLogSinkClient(settings.decisionLogUrl);
  const log = createShipper({
    send: (batch) => sink.send(batch),
    whenSinkDown: contract.decisionLog.whenSinkDown,
    onTrouble: (event, details) => diagnose(replica, event, details),
  });
  const credential = await createWorkloadCredential(
    await readKey('workload.private'),
    replica,
    contract.policyService.credential.lifetimeMs,
  );
  const policyService = createPolicyServiceClient({
    url: settings.policyServiceUrl,
    timeoutMs: contract.policyService.timeoutMs,
    credential,
  });
  const risk = createRiskServiceClient(settings.contextServiceUrl);
  const sources = new Map([['risk-service', risk]]);
  requireSources(contract, [...sources.keys()]);
  lifetime.onStop(async () => {
    await log.close();
    await Promise.all([sink.close(), policyService.close(), risk.close()]);
  });

  const engine = createCedarEngine();
  const { bundleServiceUrl } = settings;
  const active = await followPolicy(
    engine,
    { name: replica, bundleServiceUrl, pollEveryMs: contract.policy.pollEveryMs },
    lifetime,
  );
  return {
    contract,
    embedded: createEmbeddedPolicy(engine, active, contract.policy.maxAgeMs),
    policyService,
    inputs: createInputs(sources),
    cache: createDecisionCache(),
    log,
    redact,
  };
}
