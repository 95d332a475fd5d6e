import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { readJson } from '../service/control.ts';
import type { Operation } from './operation.ts';
import type { Owner } from './owner.ts';
import { policyNames, readPolicyContent } from './policy-content.ts';
import type { Publications } from './publications.ts';
import type { ServiceKeys } from './service-keys.ts';

const order = {
  by: z.string().min(1),
  approvedBy: z.string().min(1).nullable().default(null),
  reason: z.string().min(1),
};
const publicationRequest = z.object({ policy: z.string(), ...order });
const rollbackRequest = z.object({
  to: z.int().positive(),
  ...order,
  breakGlass: z.boolean().default(false),
});
const contractRequest = z.object({ file: z.string().min(1) });
const rotation = z.object({ key: z.string().regex(/^[a-z0-9-]+$/) });

/** What changes of the policy go through. */
interface ChangeParts {
  readonly publications: Publications;
  readonly owner: Owner;
  readonly keys: ServiceKeys;
  /** The policy contents that can be published. */
  readonly folder: string;
}

/** Publications, rollbacks and the rotation of the signing key, on the control port. */
export function addChangeApi(app: Hono, { publications, owner, keys, folder }: ChangeParts): void {
  app.get('/control/owner', (c) => {
    const { approvers, breakGlass } = owner.current();
    return c.json({ approvers, breakGlass });
  });
  app.put('/control/contract', async (c) => {
    const request = contractRequest.safeParse(await readJson(c.req.raw));
    if (!request.success) return c.json({ error: z.prettifyError(request.error) }, 400);
    try {
      await owner.goBy(request.data.file);
    } catch (thrown) {
      return c.json({ error: thrown instanceof Error ? thrown.message : String(thrown) }, 400);
    }
    return c.json(request.data);
  });

  app.get('/control/publications', (c) => c.json({ publications: publications.history() }));
  app.post('/control/publications', async (c) => {
    const request = publicationRequest.safeParse(await readJson(c.req.raw));
    if (!request.success) return c.json({ error: z.prettifyError(request.error) }, 400);
    const { policy, ...ordered } = request.data;
    const known = await policyNames(folder);
    if (!known.includes(policy))
      return c.json({ error: `no policy content ${policy}; there are ${known.join(', ')}` }, 404);
    const content = await readPolicyContent(folder, policy);
    return told(c, await publications.publish(policy, content, { ...ordered, breakGlass: false }));
  });

  app.post('/control/rollbacks', async (c) => {
    const request = rollbackRequest.safeParse(await readJson(c.req.raw));
    if (!request.success) return c.json({ error: z.prettifyError(request.error) }, 400);
    const { to, ...ordered } = request.data;
    const operation = await publications.rollback(to, ordered);
    if (operation === undefined) return c.json({ error: `no revision ${to} was ever published` }, 404);
    return told(c, operation);
  });

  app.get('/control/keys', (c) => c.json({ keys: keys.believed, retired: [keys.retired.kid] }));
  const signingKey = (): object => ({ kid: keys.current().kid, rotated: keys.rotated() });
  app.get('/control/signing-key', (c) => c.json(signingKey()));
  app.put('/control/signing-key', async (c) => {
    const request = rotation.safeParse(await readJson(c.req.raw));
    if (!request.success) return c.json({ error: z.prettifyError(request.error) }, 400);
    if (!(await keys.rotate(request.data.key)))
      return c.json({ error: `no verifier believes a key ${request.data.key}` }, 404);
    return c.json(signingKey());
  });
}

function told(c: Context, operation: Operation): Response {
  return c.json(operation, operation.outcome === 'served' ? 201 : 403);
}
