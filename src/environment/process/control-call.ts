import { request } from 'undici';

/** One call of a control port of ours. */
export interface ControlCall {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/**
 * Calls a control port.
 * @returns the answer's JSON; `undefined` where it has no body
 * @throws Error where the answer is no success, with what it says
 */
export async function controlCall(url: string, call: ControlCall): Promise<unknown> {
  const { method = 'GET', body, signal } = call;
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await request(url, { method, signal, ...sent });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) {
    throw new Error(`${method} ${url} was answered ${answer.statusCode}: ${text.slice(0, 300)}`);
  }
  return text === '' ? undefined : JSON.parse(text);
}
