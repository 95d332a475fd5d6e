import type { Toxiproxy } from 'toxiproxy-node-client';
import { z } from 'zod';

/** What the API says of a proxy; the client keeps its toxics to itself. */
const proxyState = z.object({
  enabled: z.boolean(),
  toxics: z.array(z.object({ name: z.string() })),
});
export type ProxyState = z.infer<typeof proxyState>;

/** Reads all proxies, by their names. @throws Error where there is no answer */
export async function readProxies(client: Toxiproxy): Promise<Readonly<Record<string, ProxyState>>> {
  return z
    .record(z.string(), proxyState)
    .parse((await client.getApi().get<unknown>(`${client.host}/proxies`)).data);
}

/** Every fault that is in a proxy, in words. */
export function faultsIn(name: string, { enabled, toxics }: ProxyState): readonly string[] {
  const named = toxics.map((toxic) => `${toxic.name} on ${name}`);
  return enabled ? named : [`${name} turned off`, ...named];
}
