import { Hono } from 'hono';
import { z } from 'zod';
import { createBehaviourLease } from '../service/behaviour.ts';
import { controlApp, readJson } from '../service/control.ts';
import { requiredVariable } from '../service/environment.ts';
import { fixturePath, readKey } from '../service/fixtures.ts';
import { readContract } from '../service/read-contract.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { openPorts } from '../service/stand-in.ts';
import { policyNames, readPolicyContent } from './policy-content.ts';
import { createPublications, type Approval, type Publications } from './publications.ts';

const approval = {
  by: z.string().min(1),
  approvedBy: z.string().min(1).nullable().default(null),
  reason: z.string().min(1),
};
const publicationRequest = z.object({ policy: z.string(), ...approval });
const rollbackRequest = z.object({
  to: z.int().positive(),
  ...approval,
  breakGlass: z.boolean().default(false),
});
const first: Approval = { by: 'bundle-service', approvedBy: null, reason: 'first publication' };

/** Starts the service that publishes signed policy bundles and takes them back. */
export async function startBundleService(lifetime: Lifetime): Promise<Started> {
  const folder = fixturePath('policies');
  const publications = createPublications(await readKey('bundle-signing.private'));
  await publications.publish('good', await readPolicyContent(folder, 'good'), first);
  const lease = createBehaviourLease();
  const control = controlApp(lease);
  const { approvers, breakGlass } = (await readContract(requiredVariable('LEDGER_CONTRACT'))).owner;
  control.get('/control/owner', (c) => c.json({ approvers, breakGlass }));
  addPublicationRoutes(control, publications, folder);
  return openPorts(dataApp(publications), control, lease, lifetime);
}

function dataApp(publications: Publications): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/bundles/ledger', (c) => {
    const served = publications.served();
    if (served === undefined) return c.text('nothing is published', 404);
    if (c.req.header('if-none-match') === served.etag) return c.body(null, 304, { etag: served.etag });
    return c.body(new Uint8Array(served.archive), 200, {
      etag: served.etag,
      'content-type': 'application/gzip',
    });
  });
  return app;
}

function addPublicationRoutes(app: Hono, publications: Publications, folder: string): void {
  app.get('/control/publications', (c) => c.json({ publications: publications.history() }));
  app.post('/control/publications', async (c) => {
    const request = publicationRequest.safeParse(await readJson(c.req.raw));
    if (!request.success) return c.json({ error: z.prettifyError(request.error) }, 400);
    const { policy, ...approved } = request.data;
    const known = await policyNames(folder);
    if (!known.includes(policy))
      return c.json({ error: `no policy content ${policy}; there are ${known.join(', ')}` }, 404);
    return c.json(await publications.publish(policy, await readPolicyContent(folder, policy), approved), 201);
  });
  app.post('/control/rollbacks', async (c) => {
    const request = rollbackRequest.safeParse(await readJson(c.req.raw));
    if (!request.success) return c.json({ error: z.prettifyError(request.error) }, 400);
    const { to, breakGlass: _, ...approved } = request.data;
    const publication = await publications.rollback(to, approved);
    return publication === undefined
      ? c.json({ error: `no revision ${to} was ever published` }, 404)
      : c.json(publication, 201);
  });
}
