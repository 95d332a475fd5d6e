import { z } from 'zod';
import type { FaultProxyHandle } from '../environment.ts';
import { controlCall } from './control-call.ts';
import type { ServiceProcess } from './service-process.ts';
import { settlesWithin } from './settles-within.ts';

/** Longest that a part takes to answer while we clean up. */
const answerWithinMs = 2_000;

/** The client keeps a proxy's toxics to itself, so the list is read from the API's own answer. */
const proxyList = z.record(
  z.string(),
  z.object({ enabled: z.boolean(), toxics: z.array(z.object({ name: z.string() })) }),
);

/**
 * Takes away whatever fault is left in the proxy, and proves that none is.
 * @returns what was found, where there was anything
 * @throws Error where a fault stays
 */
export async function clearProxy({ client }: FaultProxyHandle): Promise<string | void> {
  const found = await faultsIn(client);
  if (found.length === 0) return;
  if (!(await settlesWithin(client.reset(), answerWithinMs)))
    throw new Error('the fault proxy does not answer');
  const left = await faultsIn(client);
  if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
  return `taken away: ${found.join(', ')}`;
}

async function faultsIn(client: FaultProxyHandle['client']): Promise<readonly string[]> {
  const answer = client.getApi().get<unknown>(`${client.host}/proxies`);
  if (!(await settlesWithin(answer, answerWithinMs))) throw new Error('the fault proxy does not answer');
  const proxies = proxyList.parse((await answer).data);
  const found = Object.entries(proxies);
  return [
    ...found.filter(([, { enabled }]) => !enabled).map(([name]) => `${name} turned off`),
    ...found.flatMap(([name, { toxics }]) => toxics.map((toxic) => `${toxic.name} on ${name}`)),
  ];
}

const behaviourAnswer = z.object({ kind: z.string() });

/**
 * Makes every service behave again, and proves that it does.
 * @param services those with a control port; one that has ended misbehaves no more
 * @returns what was found, where there was anything
 * @throws Error where one goes on misbehaving
 */
export async function clearBehaviours(services: readonly ServiceProcess[]): Promise<string | void> {
  const notes = await Promise.all(services.map(clearBehaviour));
  const found = notes.filter((note) => note !== undefined);
  return found.length === 0 ? undefined : `taken away: ${found.join(', ')}`;
}

async function clearBehaviour(service: ServiceProcess): Promise<string | undefined> {
  const { name, controlUrl } = service;
  if (controlUrl === undefined || service.ended()) return undefined;
  const url = `${controlUrl}/control/behaviour`;
  const signal = AbortSignal.timeout(answerWithinMs);
  const read = async (): Promise<string> => behaviourAnswer.parse(await controlCall(url, { signal })).kind;
  const found = await read();
  if (found === 'normal') return undefined;
  await controlCall(url, { method: 'DELETE', signal });
  const left = await read();
  if (left !== 'normal') throw new Error(`${name} is still ${left}`);
  return `${found} of ${name}`;
}
