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
