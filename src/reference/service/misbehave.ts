import { randomUUID } from 'node:crypto';
import type { Behaviour, BehaviourLease } from './behaviour.ts';
import { endlessAnswer } from './endless-answer.ts';
import type { Fetch } from './listen.ts';
import { mistyped, spoilt, without } from './spoilt-answer.ts';

/** Where a redirect leads: to an allow that nobody vouches for. */
const elsewhere = '/elsewhere';
const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html; charset=utf-8' };
const page = '<!doctype html><title>Sign in</title><p>{"decision": true}</p>';

/** A service that answers as its behaviour wants, on every path but `/healthz`. */
export function misbehave(fetch: Fetch, lease: BehaviourLease): Fetch {
  return (request) => {
    const behaviour = lease.current();
    if (behaviour === undefined || new URL(request.url).pathname === '/healthz') return fetch(request);
    return answerOf(behaviour, request, fetch, lease);
  };
}

function answerOf(
  behaviour: Behaviour,
  request: Request,
  fetch: Fetch,
  lease: BehaviourLease,
): Response | Promise<Response> {
  switch (behaviour.kind) {
    case 'status':
      return statusAnswer(behaviour);
    case 'redirect':
      return redirectAnswer(request);
    case 'empty':
      return new Response(null, { headers: { ...json, ...echoed(request) } });
    case 'malformed':
      return new Response('{"decision":tru', { headers: { ...json, ...echoed(request) } });
    case 'wrong-content-type':
      return new Response(page, { headers: { ...html, ...echoed(request) } });
    case 'endless':
      return endlessAnswer({ ...json, ...echoed(request) }, () => lease.current()?.kind === 'endless');
    case 'missing-attribute':
      return spoilt(fetch(request), (answer) => without(answer, behaviour.attribute));
    case 'wrong-type':
      return spoilt(fetch(request), (answer) => mistyped(answer, behaviour.attribute));
    case 'other-answer':
      return spoilt(fetch(request), (answer) => ({ ...answer, decision: true }), {
        'x-request-id': randomUUID(),
      });
    // These are about what the service knows, not about how it answers: it sees to them itself.
    case 'frozen':
    case 'untrusted-bundle':
    case 'replayed':
    case 'future':
    case 'partial':
    case 'credential-revoked':
    case 'credential-rotated':
      return fetch(request);
    default:
      return behaviour satisfies never;
  }
}

function statusAnswer({ status, retryAfterMs }: Extract<Behaviour, { kind: 'status' }>): Response {
  const headers =
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
  // Fetch allows some statuses, such as 304, no body.
  const body = status < 400 ? null : `told to answer ${status}`;
  return new Response(body, { status, headers });
}

function redirectAnswer(request: Request): Response {
  const { pathname, origin } = new URL(request.url);
  if (pathname !== elsewhere) {
    return new Response(null, { status: 307, headers: { location: `${origin}${elsewhere}` } });
  }
  const answer = { decision: true, context: { policyRevision: 1, reason: 'from elsewhere' } };
  return new Response(JSON.stringify(answer), { headers: { ...json, ...echoed(request) } });
}

/** The id of the question, as a sound answer repeats it: what is wrong shall be nothing but what was asked for. */
function echoed(request: Request): Record<string, string> {
  const id = request.headers.get('x-request-id');
  return id === null ? {} : { 'x-request-id': id };
}
