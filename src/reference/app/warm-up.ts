import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { decide } from './decide/decide.ts';
import { deadlineAfter } from './decide/deadline.ts';
import type { Parts } from './decide/parts.ts';

/** Nobody's question: no policy permits it, and no record of it is kept. */
const nobody = {
  subject: { type: 'User', id: 'warm-up', properties: { roles: [] } },
  resource: { name: 'none/warm-up', entity: { type: 'Ledger', id: 'warm-up', properties: {} } },
};

/**
 * Does everything once before the replica says that it is ready, and throws the answers away. The first request
 * through a fresh process takes many times as long as the second, and would be the one to miss its budget.
 * @param url of the replica's own server
 * @param token of any issuer but the callers' own, so that it is checked and refused
 */
export async function warmUp(parts: Parts, url: string, token: string): Promise<void> {
  const { actions, budgetMs } = parts.contract;
  for (const action of Object.keys(actions)) {
    await decide(parts, {
      ...nobody,
      id: randomUUID(),
      action,
      deadline: deadlineAfter(performance.now(), budgetMs),
    });
  }
  const { body } = await request(new URL('/invoices', url), {
    headers: { authorization: `Bearer ${token}` },
    reset: true,
  });
  await body.dump();
}
