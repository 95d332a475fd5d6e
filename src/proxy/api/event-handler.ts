import { ApiError } from './api-error.ts';
import type { ApiContext, Methods } from './handlers.ts';
import { json } from './responses.ts';

/** Longest wait for an event, in milliseconds: below the time after which clients and proxies lose patience. */
const longestWaitMs = 20_000;

/** `/events?after=<id>&wait_ms=<ms>`, an extension: what has happened, and the counters of every proxy. */
export function events(
  { proxies, feed }: ApiContext,
  query: URLSearchParams,
  signal: AbortSignal | undefined,
): Methods {
  return {
    GET: async () => {
      const after = wholeNumber(query, 'after');
      const waitMs = Math.min(wholeNumber(query, 'wait_ms'), longestWaitMs);
      const found = await feed.read(after, waitMs, signal);
      return json(200, {
        events: found,
        next: found.at(-1)?.id ?? after,
        oldest: feed.oldest(),
        counters: Object.fromEntries(proxies.all().map((proxy) => [proxy.name, proxy.counters()])),
      });
    },
  };
}

function wholeNumber(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '0';
  if (!/^\d{1,15}$/.test(text)) throw new ApiError(`${name} must be a whole number`, 400);
  return Number(text);
}
