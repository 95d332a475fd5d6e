import { setTimeout as delay } from 'node:timers/promises';
import { ToxiproxyError } from 'toxiproxy-node-client';

/** Longest that one call of the fault proxy's API may take; the client itself would wait for ever. */
const callWithinMs = 5_000;

/**
 * Waits for a call of the Toxiproxy client, and not longer than a call may take.
 * @throws ToxiproxyError as the client does; Error where the proxy does not answer
 */
export async function proxyCall<T>(call: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(callWithinMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`the fault proxy did not answer within ${callWithinMs} ms`);
  });
  // Losing the race is no failure of its own; that includes being called off below.
  late.catch(() => undefined);
  try {
    return await Promise.race([call, late]);
  } finally {
    timer.abort();
  }
}

/** Whether the proxy said that what was named is not there. The client keeps nothing of an error but this text. */
export function isNotFound(thrown: unknown): boolean {
  return thrown instanceof ToxiproxyError && thrown.message === 'Request failed with status code 404';
}
