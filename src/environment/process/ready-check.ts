import { request } from 'undici';
import { z } from 'zod';
import { EnvironmentError } from '../environment-error.ts';
import type { ServiceProcess } from './service-process.ts';
import { waitUntil } from './wait-until.ts';

/** What `/readyz` says; a replica also tells which policy revision it decides on. */
const readyAnswer = z.object({ ready: z.literal(true), revision: z.coerce.number().optional() });

/** Longest to wait for one answer of `/readyz`. */
const answerWithinMs = 1_000;

/**
 * Waits until a process that listens can also do its work: `/readyz` answers 200, and names no other policy
 * revision than the first.
 * @throws EnvironmentError `aborted`, saying what it answered last
 */
export async function waitUntilReady(service: ServiceProcess, signal: AbortSignal): Promise<void> {
  let last = 'nothing';
  try {
    await waitUntil(async () => {
      const answer = await ask(`${service.url}/readyz`);
      last = answer.said;
      return answer.ready ? true : undefined;
    }, signal);
  } catch (cause) {
    const message = `${service.name} listens but is not ready: /readyz answered ${last}`;
    throw new EnvironmentError('aborted', service.name, message, { stderr: service.stderr(), cause });
  }
}

async function ask(url: string): Promise<{ readonly ready: boolean; readonly said: string }> {
  try {
    const answer = await request(url, { signal: AbortSignal.timeout(answerWithinMs) });
    const text = await answer.body.text();
    const said = `${answer.statusCode} ${text.slice(0, 200)}`;
    return { ready: answer.statusCode === 200 && isFirstRevision(text), said };
  } catch (thrown) {
    // Not yet: it is asked again until somebody gives up, and what it was is then told.
    return { ready: false, said: `nothing (${thrown instanceof Error ? thrown.message : String(thrown)})` };
  }
}

function isFirstRevision(text: string): boolean {
  const answer = readyAnswer.safeParse(JSON.parse(text));
  return answer.success && (answer.data.revision ?? 1) === 1;
}
