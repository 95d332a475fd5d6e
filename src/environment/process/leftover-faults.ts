import { z } from 'zod';
import type { DependencyPath, FaultProxyHandle } from '../environment.ts';
import { controlCall } from './control-call.ts';
import type { ServiceProcess } from './service-process.ts';
import { settlesWithin } from './settles-within.ts';

/** Longest that a part takes to answer while we clean up. */
const answerWithinMs = 2_000;

/** The client keeps a proxy's toxics to itself, so they are read from the API's own answer. */
const proxyAnswer = z.object({
  enabled: z.boolean(),
  toxics: z.array(z.object({ name: z.string() })),
});

/**
 * Takes away whatever fault is left on a path, proves that none is, then takes its proxy away too: a fault proxy
 * that somebody else runs goes on after us.
 * @returns what was found, where there was anything
 * @throws Error where a fault stays, or the proxy does not answer
 */
export async function clearPath(
  { client }: FaultProxyHandle,
  path: DependencyPath,
): Promise<string | undefined> {
  const cleared = clear(client, path.name);
  if (!(await settlesWithin(cleared, answerWithinMs))) throw new Error('the fault proxy does not answer');
  return cleared;
}

async function clear(client: FaultProxyHandle['client'], name: string): Promise<string | undefined> {
  const read = async (): Promise<z.infer<typeof proxyAnswer>> =>
    proxyAnswer.parse((await client.getApi().get<unknown>(`${client.host}/proxies/${name}`)).data);
  const proxy = await client.get(name);
  const found = await read();
  if (!found.enabled) await proxy.update({ enabled: true, listen: proxy.listen, upstream: proxy.upstream });
  for (const toxic of found.toxics) await (await proxy.getToxic(toxic.name)).remove();
  const left = describe(name, await read());
  if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
  await proxy.remove();
  const gone = describe(name, found);
  return gone.length === 0 ? undefined : gone.join(', ');
}

function describe(name: string, { enabled, toxics }: z.infer<typeof proxyAnswer>): readonly string[] {
  const named = toxics.map((toxic) => `${toxic.name} on ${name}`);
  return enabled ? named : [`${name} turned off`, ...named];
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
