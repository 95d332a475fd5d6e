import { request } from 'undici';
import { z } from 'zod';
import type { ProvidedFaultProxy } from '../fault-proxy/provider.ts';
import { controlCall } from './control-call.ts';
import { faultsIn, readProxies } from './proxy-state.ts';
import type { ServiceProcess } from './service-process.ts';

/** Longest that a part takes to tell of itself; one that takes longer is not waited for but started anew. */
const answerWithinMs = 1_000;

/**
 * Asks a service whether anything tells it from one that has just been started, but for what it has logged.
 * @returns what does, or that it does not answer; undefined where nothing does
 */
export async function changeOf(service: ServiceProcess): Promise<string | undefined> {
  if (service.ended()) return 'it has ended';
  const signal = AbortSignal.timeout(answerWithinMs);
  try {
    for (const question of questions[service.name] ?? []) {
      const change = await question(service, signal);
      if (change !== undefined) return change;
    }
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** What tells a fault proxy of ours from a new one, but for the paths in `kept`; see `changeOf`. */
export async function changeOfProxy(
  { client, pid }: ProvidedFaultProxy,
  kept: readonly string[],
): Promise<string | undefined> {
  // Somebody else's may serve others: what of ours it should not have shows when the paths are laid.
  if (pid === null) return undefined;
  try {
    const left = Object.entries(await readProxies(client)).flatMap(([name, state]) =>
      kept.includes(name) ? faultsIn(name, state) : [`a path ${name}`],
    );
    return left.length === 0 ? undefined : `there is left: ${left.join(', ')}`;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

type Question = (service: ServiceProcess, signal: AbortSignal) => Promise<string | undefined>;

const behaviour = z.object({ kind: z.string() });
const publications = z.object({ publications: z.array(z.unknown()) });
const signingKey = z.object({ rotated: z.boolean() });
const readiness = z.object({ ready: z.boolean(), revision: z.number() });

const behaves: Question = async ({ controlUrl }, signal) => {
  const { kind } = behaviour.parse(await controlCall(`${controlUrl}/control/behaviour`, { signal }));
  return kind === 'normal' ? undefined : `it is ${kind}`;
};

const answers: Question = async ({ url }, signal) => {
  const { statusCode, body } = await request(`${url}/healthz`, { signal });
  await body.dump();
  return statusCode === 200 ? undefined : `/healthz answers ${statusCode}`;
};

const hasPublishedOnce: Question = async ({ controlUrl }, signal) => {
  const answer = await controlCall(`${controlUrl}/control/publications`, { signal });
  const { length } = publications.parse(answer).publications;
  return length === 1 ? undefined : `it was asked for ${length} publications`;
};

const signsWithTheFirst: Question = async ({ controlUrl }, signal) => {
  const { rotated } = signingKey.parse(await controlCall(`${controlUrl}/control/signing-key`, { signal }));
  return rotated ? 'it signs with another key' : undefined;
};

const decidesOnTheFirst: Question = async ({ url }, signal) => {
  const { revision } = readiness.parse(await controlCall(`${url}/readyz`, { signal }));
  return revision === 1 ? undefined : `it decides on revision ${revision}`;
};

const ofAll = [answers, behaves];
const questions: Readonly<Record<string, readonly Question[]>> = {
  'bundle-service': [...ofAll, hasPublishedOnce, signsWithTheFirst],
  'context-service': ofAll,
  'log-sink': ofAll,
  'policy-service': [...ofAll, decidesOnTheFirst],
};
