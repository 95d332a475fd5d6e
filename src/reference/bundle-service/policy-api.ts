import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import type { PolicyFiles } from '../engine/engine.ts';
import type { BehaviourLease } from '../service/behaviour.ts';
import { revisionAt } from './offer.ts';
import type { Publications, Revision } from './publications.ts';

/**
 * `GET /policies/<name>`: the policy that is in force, for whoever fetches it when a decision needs it: unsigned JSON,
 * `{"revision": 3, "files": {"remote/payments.cedar": "…"}}`, under an entity tag.
 */
export function addPolicyApi(
  app: Hono,
  name: string,
  { revisions }: Publications,
  lease: BehaviourLease,
): void {
  app.get('/policies/:name', (c) => {
    const behaviour = lease.current();
    // Nothing here is signed, so there is nothing that could be wrong with a signature: it gives nothing.
    if (behaviour?.kind === 'untrusted-bundle') return c.text('told to serve untrusted bundles alone', 503);
    const frozenAt = behaviour?.kind === 'frozen' ? lease.since() : undefined;
    const served = frozenAt === undefined ? revisions().at(-1) : revisionAt(revisions(), frozenAt);
    if (c.req.param('name') !== name || served === undefined)
      return c.text('nothing is published under this name', 404);
    const etag = etagOf(served);
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, { etag });
    const { revision } = served.publication;
    return c.json({ revision, files: Object.fromEntries(served.content) }, 200, { etag });
  });
}

function etagOf({ content, publication: { revision } }: Revision): string {
  return `"policy-${revision}-${digestOf(content).slice(0, 16)}"`;
}

function digestOf(content: PolicyFiles): string {
  return createHash('sha256')
    .update(JSON.stringify([...content]))
    .digest('hex');
}
