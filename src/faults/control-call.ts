import { request } from 'undici';

/** Longest that a control port may take to answer. */
const callWithinMs = 5_000;

/**
 * Calls the control port of a stand-in service.
 * @returns the answer's body
 * @throws Error where the answer is no success, with what it says, or does not come
 */
export async function controlCall(
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  body?: unknown,
): Promise<string> {
  const { statusCode, body: answer } = await request(url, {
    method,
    signal: AbortSignal.timeout(callWithinMs),
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  if (statusCode >= 300)
    throw new Error(`${method} ${url} was answered ${statusCode}: ${text.slice(0, 200)}`);
  return text;
}
