import type { EventFeed } from '../event-feed.ts';
import type { Proxies } from '../proxies.ts';
import type { Proxy } from '../proxy.ts';
import { addToxic, findToxic, replaceToxics, updateToxic } from '../toxic-changes.ts';
import { ApiError } from './api-error.ts';
import { encodeGoJson } from './go-encode.ts';
import { readNewProxy, readNewToxic, readPopulate, readProxy, readToxicUpdate } from './requests.ts';
import {
  errorResponse,
  json,
  noContent,
  plain,
  proxyView,
  toxicView,
  toxicViews,
  type ApiResponse,
} from './responses.ts';
import { findRoute, type Route } from './routes.ts';

/** The version of Toxiproxy whose API this is. */
export const apiVersion = '2.12.0';

/** A request as the API needs it. */
export interface ApiRequest {
  readonly method: string;
  /** As in the request line: path and query. */
  readonly target: string;
  readonly userAgent: string;
  readonly body: string;
  /** Fires when the client has gone. */
  readonly signal?: AbortSignal;
}

/** What the API works on. */
export interface ApiContext {
  readonly proxies: Proxies;
  readonly feed: EventFeed;
  /** A new id for `X-Toxiproxy-Request-Id`. */
  readonly requestId: () => string;
  /** Text of `/metrics`, or `undefined` where metrics are off and the path is unknown. */
  readonly metrics: (() => string) | undefined;
}

/** Longest wait of `/events`, in milliseconds. */
const longestWaitMs = 20_000;

/** Answers one request; never rejects. */
export async function handle(request: ApiRequest, context: ApiContext): Promise<ApiResponse> {
  const routing = findRoute(request.target);
  if (routing.kind === 'malformed') {
    return {
      status: 400,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' },
      body: '400 Bad Request',
    };
  }
  if (routing.kind === 'redirect') return { status: 301, headers: { Location: routing.location }, body: '' };
  if (routing.kind === 'unknown') return plain(404, '404 page not found');
  const answer = methodsOf(routing.route, routing.query, request, context);
  if (answer === undefined) return plain(404, '404 page not found');
  const act = answer[request.method] ?? answer['*'];
  if (act === undefined) return { status: 405, headers: {}, body: '' };
  const response = request.userAgent.startsWith('Mozilla/')
    ? plain(403, 'User agent not allowed')
    : await answered(act);
  return { ...response, headers: { ...response.headers, 'X-Toxiproxy-Request-Id': context.requestId() } };
}

type Act = () => ApiResponse | Promise<ApiResponse>;

async function answered(act: Act): Promise<ApiResponse> {
  try {
    return await act();
  } catch (error) {
    return errorResponse(asApiError(error));
  }
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(error instanceof Error ? error.message : String(error), 500);
}

/** What each method does on a route, or nothing where the route is switched off. */
function methodsOf(
  route: Route,
  query: URLSearchParams,
  { body, signal }: ApiRequest,
  { proxies, feed, metrics }: ApiContext,
): Readonly<Record<string, Act>> | undefined {
  switch (route.name) {
    case 'version':
      return {
        GET: () => ({
          status: 200,
          headers: { 'Content-Type': 'application/json;charset=utf-8' },
          body: `{"version": "${apiVersion}"}\n`,
        }),
      };
    case 'proxies':
      return {
        GET: () =>
          json(200, Object.fromEntries(proxies.all().map((proxy) => [proxy.name, proxyView(proxy)]))),
        POST: async () => {
          const { name, listen = '', upstream, enabled = true, ttlMs } = readNewProxy(body);
          return json(201, proxyView(await proxies.create(name, { listen, upstream, enabled, ttlMs })));
        },
      };
    case 'populate':
      return { POST: () => populate(body, proxies, feed) };
    case 'reset':
      return {
        POST: async () => {
          await proxies.reset();
          return noContent;
        },
      };
    case 'metrics':
      if (metrics === undefined) return undefined;
      return {
        '*': () => ({
          status: 200,
          headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
          body: metrics(),
        }),
      };
    case 'events':
      return { GET: () => events(query, signal, proxies, feed) };
    case 'proxy': {
      const update: Act = async () => {
        proxies.get(route.proxy);
        const change = readProxy(body);
        const updated = await proxies.update(route.proxy, (current) => ({
          listen: change.listen ?? current.listen,
          upstream: change.upstream ?? current.upstream,
          enabled: change.enabled ?? current.enabled,
          ttlMs: change.ttlMs,
        }));
        return json(200, proxyView(updated));
      };
      return {
        GET: () => json(200, proxyView(proxies.get(route.proxy))),
        POST: update,
        PATCH: update,
        DELETE: async () => {
          await proxies.remove(route.proxy);
          return noContent;
        },
      };
    }
    case 'toxics':
      return {
        GET: () => json(200, toxicViews(proxies.get(route.proxy).toxics)),
        POST: () => {
          const proxy = proxies.get(route.proxy);
          const request = readNewToxic(body, (name) => proxy.toxics.some((toxic) => toxic.name === name));
          return json(200, toxicView(addToxic(proxy, request, feed)));
        },
      };
    case 'toxic': {
      const update: Act = () => {
        const proxy = proxies.get(route.proxy);
        const toxic = findToxic(proxy, route.toxic);
        updateToxic(proxy, toxic, readToxicUpdate(body, toxic.type));
        return json(200, toxicView(toxic));
      };
      return {
        GET: () => json(200, toxicView(findToxic(proxies.get(route.proxy), route.toxic))),
        POST: update,
        PATCH: update,
        DELETE: () => {
          const proxy = proxies.get(route.proxy);
          proxy.removeToxic(findToxic(proxy, route.toxic));
          return noContent;
        },
      };
    }
  }
}

/** One after the other; what was made before a failure stays, and is answered beside the error. */
export async function populate(body: string, proxies: Proxies, feed: EventFeed): Promise<ApiResponse> {
  let done: Proxy[] | null = null;
  try {
    const requests = readPopulate(body);
    done = [];
    for (const { name, listen = '', upstream, enabled, ttlMs, toxicRequests } of requests) {
      const change = { listen, upstream, enabled: enabled ?? true, ttlMs };
      const prepare = (proxy: Proxy): void => {
        if (toxicRequests.length > 0) replaceToxics(proxy, toxicRequests, feed);
      };
      done.push(await proxies.createOrReplace(name, change, prepare));
    }
    return json(201, { proxies: done.map(proxyView) });
  } catch (error) {
    const { message, status } = asApiError(error);
    const views = done === null || done.length === 0 ? null : done.map(proxyView);
    return json(status, { error: message, status, proxies: views });
  }
}

async function events(
  query: URLSearchParams,
  signal: AbortSignal | undefined,
  proxies: Proxies,
  feed: EventFeed,
): Promise<ApiResponse> {
  const after = numberIn(query, 'after');
  const found = await feed.read(after, Math.min(numberIn(query, 'wait_ms'), longestWaitMs), signal);
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: encodeGoJson({
      events: found,
      next: found.at(-1)?.id ?? after,
      oldest: feed.oldest(),
      counters: Object.fromEntries(proxies.all().map((proxy) => [proxy.name, proxy.counters()])),
    }),
  };
}

function numberIn(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '0';
  if (!/^\d{1,15}$/.test(text)) throw new ApiError(`${name} must be a whole number`, 400);
  return Number(text);
}
