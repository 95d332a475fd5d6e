import { policySeeder, seedDefect } from '../defects/seed.ts';
import type { PolicyParts } from '../policy/policy-parts.ts';
import { diagnose } from '../service/diagnostics.ts';
import { readKey } from '../service/fixtures.ts';
import { listen } from '../service/listen.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { createTokenCheck } from '../service/token-check.ts';
import { witnessOf } from '../witness/witness.ts';
import { createWorkloadCredential } from './clients/workload-credential.ts';
import { createParts } from './create-parts.ts';
import { openLedger } from './domain/ledger.ts';
import { createGuard } from './http/pep.ts';
import { routes } from './http/routes.ts';
import { readSettings } from './settings.ts';
import { warmUp } from './warm-up.ts';

/** Issuer and audience of the tokens that the ledger takes. */
const identity = { issuer: 'https://issuer.ledger.example', audience: 'ledger' };

/** Starts one replica of the ledger. It listens at once and is ready when it has a policy and is warm. */
export async function startLedger(lifetime: Lifetime): Promise<Started> {
  const settings = await readSettings();
  const { contract, replica } = settings;
  const { lifetimeMs } = contract.policyService.credential;
  const key = await readKey('workload.private');
  const credential = await createWorkloadCredential({ key, replica, lifetimeMs });
  const seedPolicy = await policySeeder(settings.defect, replica);
  const witness = witnessOf(settings.witnessFile, replica, lifetime);
  const wrapPolicy = (sound: PolicyParts): PolicyParts => witness.policy(seedPolicy(sound));
  const sound = await createParts(settings, credential, wrapPolicy, lifetime);
  const parts = witness.decisions(await seedDefect(settings.defect, sound.parts, sound.connections));

  let warm = false;
  const app = routes({
    ledger: await openLedger(),
    guard: createGuard(parts, replica),
    checkToken: await createTokenCheck({ key: await readKey('token-issuer.public'), ...identity }),
    embedded: parts.embedded,
    warm: () => warm,
  });
  const server = await listen((request) => app.fetch(request), settings.port);
  lifetime.onStop(() => server.close(contract.budgetMs));

  sound.firstPolicy
    .then(async () => warmUp(parts, server.url, await credential.current()))
    .catch((error: unknown) => diagnose(replica, 'warm-up-failed', { error: String(error) }))
    .finally(() => (warm = true));
  return { url: server.url };
}
