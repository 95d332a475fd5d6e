import { Client } from 'undici';
import type { Dependency } from '../model/fault.ts';
import type { Answer } from './symptom.ts';

/** How one request to a dependency ended. `timeout`: we gave up on it. */
export type Exchange =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly code: string }
  | { readonly kind: 'timeout' };

/** The harmless request by which each dependency shows whether it works. */
const canaryRequests = {
  'policy-service': { method: 'GET', path: '/.well-known/authzen-configuration' },
  'bundle-service': { method: 'GET', path: '/bundles/ledger' },
  'context-service': { method: 'GET', path: '/v1/risk/canary' },
  'log-sink': { method: 'POST', path: '/logs', headers: { 'content-type': 'application/json' }, body: '[]' },
} as const satisfies Record<Dependency, object>;

/**
 * Sends a dependency's canary request over a connection of its own, so that it meets what a new connection
 * meets, and reads the whole answer. Never rejects.
 */
export async function exchange(
  origin: string,
  dependency: Dependency,
  giveUp: AbortSignal,
): Promise<Exchange> {
  // The connection is not announced as the last: of such a one, undici takes a reset for the answer's proper end.
  const client = new Client(origin);
  try {
    const answer = await client.request({ ...canaryRequests[dependency], signal: giveUp });
    const body = new Uint8Array(await answer.body.arrayBuffer());
    return { kind: 'answer', answer: { status: answer.statusCode, body } };
  } catch (thrown) {
    return giveUp.aborted ? { kind: 'timeout' } : { kind: 'failure', code: codeOf(thrown) };
  } finally {
    await client.destroy();
  }
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.message;
}
