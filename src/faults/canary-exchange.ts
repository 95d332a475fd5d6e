import { Client } from 'undici';
import type { Answer } from './symptom.ts';

/** A request by which a canary tries a service. */
export interface CanaryRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How one request ended. */
export type Exchange =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly code: string }
  /** We gave up on it; `begun` where an answer had begun to come, and `pieces` where it came bit by bit. */
  | { readonly kind: 'timeout'; readonly begun: boolean }
  | { readonly kind: 'pieces' };

/** By this a service that counts questions knows that one is ours. */
export const canaryMark = { 'authz-drill-canary': '1' };

/** Sends a request over a connection of its own and reads the whole answer. Never rejects. */
export async function exchange(
  origin: string,
  { headers, ...request }: CanaryRequest,
  giveUp: AbortSignal,
): Promise<Exchange> {
  // The connection is not announced as the last: of such a one, undici takes a reset for the answer's proper end.
  const client = new Client(origin);
  let begun = false;
  try {
    const answer = await client.request({
      ...request,
      headers: { ...headers, ...canaryMark },
      signal: giveUp,
    });
    begun = true;
    const body = new Uint8Array(await answer.body.arrayBuffer());
    return {
      kind: 'answer',
      answer: {
        status: answer.statusCode,
        body,
        contentType: textOf(answer.headers['content-type']),
        requestId: textOf(answer.headers['x-request-id']),
        confirmation: textOf(answer.headers['authz-confirmation']),
      },
    };
  } catch (thrown) {
    return giveUp.aborted ? { kind: 'timeout', begun } : { kind: 'failure', code: codeOf(thrown) };
  } finally {
    await client.destroy();
  }
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.message;
}
