import type { Hono } from 'hono';
import { importJWK, SignJWT } from 'jose';
import { readKey } from '../service/fixtures.ts';
import { workloadAudience, workloadIssuer } from '../service/workload.ts';

/** Longer than any drill. */
const lifetimeSeconds = 60 * 60;

/**
 * Lets the control port issue a credential for canaries: `POST /control/credentials` -> 201 `{"credential": "<JWT>"}`. It is as
 * good as one of the ledger's own, no better: whoever is kept out of the data port by a behaviour is kept out with it, too.
 */
export async function addCanaryCredentials(control: Hono): Promise<void> {
  const key = await importJWK(await readKey('workload.private'), 'ES256');
  control.post('/control/credentials', async (c) => {
    const now = Date.now() / 1_000;
    const credential = await new SignJWT({ iat: now, exp: now + lifetimeSeconds })
      .setProtectedHeader({ alg: 'ES256' })
      .setSubject('canary')
      .setIssuer(workloadIssuer)
      .setAudience(workloadAudience)
      .sign(key);
    return c.json({ credential }, 201);
  });
}
