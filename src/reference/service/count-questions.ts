import type { Hono } from 'hono';
import type { Fetch } from './listen.ts';

/** Which requests of a service are counted, and under what name. */
export interface Counted {
  /** How their paths begin. */
  readonly under: string;
  /** What the control port calls their number. */
  readonly as: string;
}

/** Whoever marks a request with this is only trying whether the service works. */
const canaryMark = 'authz-drill-canary';

/**
 * Counts the questions that reach a service, whatever becomes of them; canaries are left out. Its control port tells the
 * number on `GET /control/requests`: `{"evaluations": 17}`.
 */
export function countQuestions(fetch: Fetch, control: Hono, { under, as }: Counted): Fetch {
  let count = 0;
  control.get('/control/requests', (c) => c.json({ [as]: count }));
  return (request) => {
    if (!request.headers.has(canaryMark) && new URL(request.url).pathname.startsWith(under)) count += 1;
    return fetch(request);
  };
}
