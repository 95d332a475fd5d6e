import { z } from 'zod';
import type { FaultProxyHandle } from '../environment.ts';
import { eventReader } from './event-reader.ts';

/** Longest wait for one answer, in milliseconds. */
const answerWithinMs = 2_000;

const versionAnswer = z.object({ version: z.string() });

/**
 * Asks whoever answers at an address what it can do: a Toxiproxy has a version, ours has an event feed as well.
 * @throws Error where no Toxiproxy answers
 */
export async function probeCapabilities(
  url: string,
  signal: AbortSignal,
): Promise<Omit<FaultProxyHandle, 'client'>> {
  const ask = (path: string): Promise<Response> =>
    fetch(`${url}${path}`, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]) });
  const version = await ask('/version');
  const parsed = versionAnswer.safeParse(version.ok ? await version.json() : undefined);
  if (!parsed.success) throw new Error(`what answers at ${url} is no Toxiproxy`);
  const events = await ask('/events');
  await events.body?.cancel();
  return {
    capabilities: { leases: events.ok, httpToxics: events.ok },
    ...(events.ok ? { readEvents: eventReader(url) } : {}),
  };
}
