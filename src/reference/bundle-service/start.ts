import { Hono } from 'hono';
import { createBehaviourLease } from '../service/behaviour.ts';
import { controlApp } from '../service/control.ts';
import { requiredVariable } from '../service/environment.ts';
import { fixturePath } from '../service/fixtures.ts';
import type { Fetch } from '../service/listen.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { openPorts } from '../service/stand-in.ts';
import { addBundleApi } from './bundle-api.ts';
import { addChangeApi } from './change-api.ts';
import { createConfirm } from './confirmation.ts';
import { createDoorbell } from './doorbell.ts';
import { holdRequests } from './hold-requests.ts';
import { createOffer } from './offer.ts';
import { readOwner } from './owner.ts';
import { createOperatorPolicy } from './operator-policy.ts';
import { addPolicyApi } from './policy-api.ts';
import { readPolicyContent } from './policy-content.ts';
import { createPublications } from './publications.ts';
import { readServiceKeys } from './service-keys.ts';
import { addStatusBoard } from './status-board.ts';
import { createUntrustedBundles } from './untrusted-bundles.ts';

/** Name of the policy, and of its bundle. */
const name = 'ledger';
const firstContent = 'good';

/** Starts the service that publishes signed policy bundles and takes them back. */
export async function startBundleService(lifetime: Lifetime): Promise<Started> {
  const folder = fixturePath('policies');
  const [owner, keys, content] = await Promise.all([
    readOwner(requiredVariable('LEDGER_CONTRACT')),
    readServiceKeys(),
    readPolicyContent(folder, firstContent),
  ]);
  const doorbell = createDoorbell();
  const confirm = createConfirm(keys.current);
  const publications = createPublications({
    signingKey: keys.current,
    confirm,
    owner: owner.current,
    operatorPolicy: createOperatorPolicy(name),
    onServed: doorbell.ring,
  });
  await publications.begin(firstContent, content);

  const lease = createBehaviourLease(() => performance.now(), doorbell.ring);
  const untrusted = createUntrustedBundles(publications, keys, folder);
  const data = new Hono();
  data.get('/healthz', (c) => c.json({ ok: true }));
  addBundleApi(data, name, createOffer(publications, confirm, untrusted, lease));
  addPolicyApi(data, name, publications, lease);
  const control = controlApp(lease, 'bundle', async (behaviour) =>
    behaviour.kind === 'untrusted-bundle' ? untrusted.reasonAgainst(behaviour) : undefined,
  );
  control.get('/control/held', (c) => c.json({ held: doorbell.waiting() }));
  addStatusBoard(data, control);
  addChangeApi(control, { publications, owner, keys, folder });
  const hold = (answer: Fetch): Fetch => holdRequests(answer, doorbell);
  const started = await openPorts(data, control, lease, lifetime, undefined, hold);
  // The last step to be named is the first to be taken: what is held does not hold up the end.
  lifetime.onStop(() => doorbell.close());
  return started;
}
