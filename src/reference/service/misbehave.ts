import type { BehaviourLease } from './behaviour.ts';
import type { Fetch } from './listen.ts';

/** A service that answers as its behaviour wants, on every path but `/healthz`. */
export function misbehave(fetch: Fetch, lease: BehaviourLease): Fetch {
  return (request) => {
    const behaviour = lease.current();
    if (behaviour === undefined || new URL(request.url).pathname === '/healthz') return fetch(request);
    if (behaviour.kind === 'status')
      return new Response(`told to answer ${behaviour.status}`, { status: behaviour.status });
    if (behaviour.kind === 'malformed') {
      return new Response('{"decision":tru', { headers: { 'content-type': 'application/json' } });
    }
    return fetch(request);
  };
}
