import type { EventFeed } from '../event-feed.ts';
import type { Proxies } from '../proxies.ts';
import type { ApiResponse } from './responses.ts';

/** Answers one request; may throw an ApiError. */
export type Act = () => ApiResponse | Promise<ApiResponse>;

/** What each method does on a path; `*` stands for all. */
export type Methods = Readonly<Record<string, Act>>;

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
