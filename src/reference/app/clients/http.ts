import { Agent } from 'undici';

/**
 * Connections to one service, kept open between requests and given up before the service does. Every request
 * brings its own time limit, so the agent has none.
 */
export function keepAliveAgent(): Agent {
  return new Agent({
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** Why a request came to nothing, in a few words: a system error code where there is one. */
export function failureOf(error: unknown): { readonly reason: string; readonly timedOut: boolean } {
  if (!(error instanceof Error)) return { reason: String(error), timedOut: false };
  if (error.name === 'TimeoutError') return { reason: 'no answer in time', timedOut: true };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return { reason: code === '' ? error.name : code, timedOut: false };
}
