import { request } from 'undici';

/** One call of a control port of ours. */
export interface ControlCall {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** An answer that is no success. */
export class ControlCallFailed extends Error {
  override readonly name = 'ControlCallFailed';
  readonly status: number;
  readonly body: string;

  constructor(call: string, status: number, body: string) {
    super(`${call} was answered ${status}: ${body.slice(0, 300)}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * Calls a control port.
 * @returns the answer's JSON; `undefined` where it has no body
 * @throws ControlCallFailed where the answer is no success; Error where none came
 */
export async function controlCall(url: string, call: ControlCall): Promise<unknown> {
  const { method = 'GET', body, signal } = call;
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await request(url, { method, signal, ...sent });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new ControlCallFailed(`${method} ${url}`, answer.statusCode, text);
  return text === '' ? undefined : JSON.parse(text);
}
