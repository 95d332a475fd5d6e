import { isDeepStrictEqual } from 'node:util';
import { invalidValue, toxicNotFound } from './api/api-error.ts';
import type { ToxicRequest, ToxicUpdate } from './api/requests.ts';
import type { EventFeed } from './event-feed.ts';
import { Lease } from './lease.ts';
import type { Proxy } from './proxy.ts';
import type { Toxic } from './toxic-instance.ts';

/** @throws ApiError 404 */
export function findToxic(proxy: Proxy, name: string): Toxic {
  const toxic = proxy.toxics.find((other) => other.name === name);
  if (toxic === undefined) throw toxicNotFound();
  return toxic;
}

/** Adds a toxic at the end of the chain. */
export function addToxic(proxy: Proxy, request: ToxicRequest, feed: EventFeed): Toxic {
  const toxic = makeToxic(proxy, request, feed);
  proxy.addToxic(toxic);
  toxic.lease.renew(request.ttlMs);
  return toxic;
}

/**
 * Changes all that is given, or nothing. An update that changes nothing, such as the renewal of a lease, leaves
 * what is under way alone.
 * @throws ApiError 400
 */
export function updateToxic(proxy: Proxy, toxic: Toxic, { attributes, toxicity, ttlMs }: ToxicUpdate): void {
  const before = [toxic.settings.values(), toxic.toxicity];
  const problem = toxic.settings.merge(attributes);
  if (problem !== undefined) throw invalidValue(problem);
  toxic.toxicity = toxicity ?? toxic.toxicity;
  toxic.lease.renew(ttlMs);
  if (!isDeepStrictEqual(before, [toxic.settings.values(), toxic.toxicity])) proxy.toxicChanged(toxic);
}

/** Gives the proxy these toxics in the place of those it has. */
export function replaceToxics(proxy: Proxy, requests: readonly ToxicRequest[], feed: EventFeed): void {
  for (const toxic of proxy.toxics) proxy.removeToxic(toxic);
  for (const request of requests) addToxic(proxy, request, feed);
}

function makeToxic(proxy: Proxy, request: ToxicRequest, feed: EventFeed): Toxic {
  const { name, type, stream, directions, toxicity, settings } = request;
  const lease = new Lease(() => {
    feed.record('lease-expired', proxy.name, { toxic: name });
    proxy.removeToxic(toxic);
  });
  const seen = { connections: 0, chunks: 0, bytes: 0, requests: 0 };
  const toxic: Toxic = { name, type, stream, directions, settings, toxicity, lease, seen };
  return toxic;
}
