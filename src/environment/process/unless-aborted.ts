import { once } from 'node:events';

/** What `promise` resolves with, or `aborted` once the signal is; the promise itself goes on. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | 'aborted'> {
  if (signal.aborted) return 'aborted';
  const settled = new AbortController();
  const aborted = once(signal, 'abort', { signal: settled.signal }).then(
    () => 'aborted' as const,
    () => 'aborted' as const,
  );
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    settled.abort();
  }
}
