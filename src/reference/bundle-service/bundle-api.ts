import type { Hono } from 'hono';
import { confirmationHeader } from './confirmation.ts';
import type { MakeOffer } from './offer.ts';

/**
 * `GET /bundles/<name>` as Open Policy Agent asks for it: 200 with the archive, or 304 to whoever has it by its entity tag.
 * Either brings the confirmation, where there is one.
 */
export function addBundleApi(app: Hono, name: string, makeOffer: MakeOffer): void {
  app.get('/bundles/:name', async (c) => {
    const offer = c.req.param('name') === name ? await makeOffer() : undefined;
    if (offer === undefined) return c.text('nothing is published under this name', 404);
    const { archive, etag, confirmation } = offer;
    const headers = { etag, ...(confirmation === undefined ? {} : { [confirmationHeader]: confirmation }) };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    return c.body(new Uint8Array(archive), 200, { ...headers, 'content-type': 'application/gzip' });
  });
}
