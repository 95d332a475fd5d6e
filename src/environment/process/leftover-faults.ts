import { z } from 'zod';
import type { DependencyPath, FaultProxyHandle } from '../environment.ts';
import { controlCall } from './control-call.ts';
import { faultsIn, readProxies } from './proxy-state.ts';
import type { ProxyState } from './proxy-state.ts';
import type { ServiceProcess } from './service-process.ts';
import { settlesWithin } from './settles-within.ts';

/** Longest that a part takes to answer while we clean up. */
const answerWithinMs = 2_000;

/**
 * Takes away whatever fault is left on these paths, and proves that none is.
 * @returns what was found
 * @throws Error where a fault stays, a path is not there, or the proxy does not answer
 */
export async function clearPaths(
  { client }: FaultProxyHandle,
  paths: readonly DependencyPath[],
): Promise<readonly string[]> {
  const cleared = clearAll(client, paths);
  if (!(await settlesWithin(cleared, answerWithinMs))) throw new Error('the fault proxy does not answer');
  return cleared;
}

/** Takes the proxies of these paths away: a fault proxy that serves others goes on after us. @throws as `clearPaths` */
export async function removePaths(
  { client }: FaultProxyHandle,
  paths: readonly DependencyPath[],
): Promise<void> {
  const removed = Promise.all(paths.map(async ({ name }) => (await client.get(name)).remove()));
  if (!(await settlesWithin(removed, answerWithinMs))) throw new Error('the fault proxy does not answer');
  await removed;
}

async function clearAll(
  client: FaultProxyHandle['client'],
  paths: readonly DependencyPath[],
): Promise<readonly string[]> {
  const before = await statesOf(client, paths);
  const found = [...before].flatMap(([name, state]) => faultsIn(name, state));
  if (found.length === 0) return found;
  await Promise.all([...before].map(([name, state]) => clear(client, name, state)));
  const left = [...(await statesOf(client, paths))].flatMap(([name, state]) => faultsIn(name, state));
  if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
  return found;
}

async function statesOf(
  client: FaultProxyHandle['client'],
  paths: readonly DependencyPath[],
): Promise<ReadonlyMap<string, ProxyState>> {
  const all = await readProxies(client);
  return new Map(
    paths.map(({ name }) => {
      const state = all[name];
      if (state === undefined) throw new Error(`there is no proxy ${name} any more`);
      return [name, state];
    }),
  );
}

async function clear(client: FaultProxyHandle['client'], name: string, state: ProxyState): Promise<void> {
  const proxy = await client.get(name);
  if (!state.enabled) await proxy.update({ enabled: true, listen: proxy.listen, upstream: proxy.upstream });
  for (const toxic of state.toxics) await (await proxy.getToxic(toxic.name)).remove();
}

const behaviourAnswer = z.object({ kind: z.string() });

/**
 * Makes a service behave again, and proves that it does; one that has ended misbehaves no more.
 * @returns what was found, where there was anything
 * @throws Error where it goes on misbehaving
 */
export async function clearBehaviour(service: ServiceProcess): Promise<string | undefined> {
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
