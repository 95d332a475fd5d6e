import { Agent } from 'undici';

/** No answer that is waited for is nearly as long as this; one that is longer never ends. */
const longestAnswerBytes = 64 * 1_024;

/**
 * Connections to one service, kept open between requests and given up before the service does. Every request
 * brings its own time limit, so the agent has none. Redirects are not followed: where an answer comes from is
 * part of why it is believed.
 */
export function keepAliveAgent(): Agent {
  return new Agent({
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: longestAnswerBytes,
  });
}
