import { asApiError } from './api-error.ts';
import { events } from './event-handler.ts';
import type { Act, ApiContext, ApiRequest, Methods } from './handlers.ts';
import { oneProxy, populate, proxyList, reset } from './proxy-handlers.ts';
import { errorResponse, plain, type ApiResponse } from './responses.ts';
import { findRoute, type Route } from './routes.ts';
import { oneToxic, toxicList } from './toxic-handlers.ts';

/** The version of Toxiproxy whose API this is. */
const apiVersion = '2.12.0';

const unknownPage = plain(404, '404 page not found');

/** As Go's HTTP server answers before any handler sees the request. */
const malformedTarget: ApiResponse = {
  status: 400,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' },
  body: '400 Bad Request',
};

/** Answers one request; never rejects. */
export async function handle(request: ApiRequest, context: ApiContext): Promise<ApiResponse> {
  if (request.target === '*' && request.method === 'OPTIONS') return { status: 200, headers: {}, body: '' };
  const routing = findRoute(request.target);
  if (routing.kind === 'malformed') return malformedTarget;
  if (routing.kind === 'redirect') return { status: 301, headers: { Location: routing.location }, body: '' };
  if (routing.kind === 'unknown') return unknownPage;
  return answerRoute(routing.route, routing.query, request, context);
}

async function answerRoute(
  route: Route,
  query: URLSearchParams,
  request: ApiRequest,
  context: ApiContext,
): Promise<ApiResponse> {
  const methods = methodsOf(route, query, request, context);
  if (methods === undefined) return unknownPage;
  const act = methods[request.method] ?? methods['*'];
  if (act === undefined) return { status: 405, headers: {}, body: '' };
  // A page in a browser may send requests to loopback on behalf of a stranger.
  const response = request.userAgent.startsWith('Mozilla/')
    ? plain(403, 'User agent not allowed')
    : await answer(act);
  return { ...response, headers: { ...response.headers, 'X-Toxiproxy-Request-Id': context.requestId() } };
}

async function answer(act: Act): Promise<ApiResponse> {
  try {
    return await act();
  } catch (error) {
    return errorResponse(asApiError(error));
  }
}

/** What each method does on a route, or nothing where the route is switched off. */
function methodsOf(
  route: Route,
  query: URLSearchParams,
  { body, signal }: ApiRequest,
  context: ApiContext,
): Methods | undefined {
  if (route.name === 'proxy') return oneProxy(context, route.proxy, body);
  if (route.name === 'toxics') return toxicList(context, route.proxy, body);
  if (route.name === 'toxic') return oneToxic(context, route.proxy, route.toxic, body);
  const pages = {
    version: () => ({ GET: () => version }),
    proxies: () => proxyList(context, body),
    populate: () => ({ POST: () => populate(context, body) }),
    reset: () => reset(context),
    metrics: () => context.metrics && metrics(context.metrics),
    events: () => events(context, query, signal),
  };
  return pages[route.name]();
}

const version: ApiResponse = {
  status: 200,
  headers: { 'Content-Type': 'application/json;charset=utf-8' },
  body: `{"version": "${apiVersion}"}\n`,
};

function metrics(text: () => string): Methods {
  const headers = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' };
  return { '*': () => ({ status: 200, headers, body: text() }) };
}
