import type { Proxy } from '../proxy.ts';
import type { Toxic } from '../toxic-instance.ts';
import type { ApiError } from './api-error.ts';
import { encodeGoJson, shortestFloat32 } from './go-encode.ts';

/** An answer of the API, ready to be sent. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON answer in Go's writing. */
export function json(status: number, value: unknown): ApiResponse {
  return { status, headers: { 'Content-Type': 'application/json' }, body: encodeGoJson(value) };
}

/** 204 */
export const noContent: ApiResponse = { status: 204, headers: {}, body: '' };

/** An error text the way Go's `http.Error` sends it: plain, with a line feed, whatever the text is. */
export function plain(status: number, text: string): ApiResponse {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  return { status, headers, body: `${text}\n` };
}

/** `{"error":"…","status":404}` as plain text. */
export function errorResponse({ message, status }: Pick<ApiError, 'message' | 'status'>): ApiResponse {
  return plain(status, encodeGoJson({ error: message, status }));
}

/** A proxy as answers show it. */
export function proxyView(proxy: Proxy): unknown {
  const { name, listen, upstream, enabled, toxics, lease } = proxy;
  return {
    name,
    listen,
    upstream,
    enabled,
    toxics: toxicViews(toxics),
    ...(lease.ttlMs === undefined ? {} : { ttl_ms: lease.ttlMs }),
  };
}

/** Toxics as answers show them: those of the upstream first, then the others, each in the order of the chain. */
export function toxicViews(toxics: readonly Toxic[]): unknown[] {
  const upstream = toxics.filter((toxic) => toxic.directions.includes('upstream'));
  const rest = toxics.filter((toxic) => !toxic.directions.includes('upstream'));
  return [...upstream, ...rest].map(toxicView);
}

/** A toxic as answers show it. */
export function toxicView(toxic: Toxic): unknown {
  const { settings, name, type, stream, toxicity, lease } = toxic;
  return {
    attributes: settings.values(),
    name,
    type: type.type,
    stream,
    toxicity: shortestFloat32(toxicity),
    ...(lease.ttlMs === undefined ? {} : { ttl_ms: lease.ttlMs }),
  };
}
