import type { DependencyPath, Environment, FaultProxyHandle } from '../environment/environment.ts';
import type { FaultSpec } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';
import type { Fault } from './fault.ts';
import { leaseClock } from './lease-clock.ts';
import type { InjectedPart } from './part.ts';
import { injectParts } from './part.ts';
import { proxyCall } from './proxy-call.ts';

/** New connections are refused and open ones closed: the proxy stops listening. */
export const refused: Fault<Extract<FaultSpec, { type: 'refused' }>> = {
  type: 'refused',
  effect: () => ({ kind: 'out' }),
  inject: async (spec, environment, leaseMs) => {
    const paths = affectedPaths(spec, environment);
    return injectParts(
      paths.map(({ name }) => name),
      paths.map((path) => disable(environment.faultProxy, path, leaseMs)),
    );
  },
  shows: (_spec, { symptom }) => symptom === 'ECONNREFUSED',
};

async function disable(
  { client, capabilities }: Environment['faultProxy'],
  path: DependencyPath,
  leaseMs: number,
): Promise<InjectedPart> {
  const proxy = await proxyCall(client.get(path.name));
  if (!proxy.enabled) throw new Error(`${path.name} is refused already, by something else`);
  const { listen, upstream } = proxy;
  const off = {
    enabled: false,
    listen,
    upstream,
    ...(capabilities.leases ? { ttl_ms: Math.ceil(leaseMs) } : {}),
  };
  const lease = leaseClock(leaseMs, () => performance.now());
  const turnOff = async (): Promise<void> => {
    await proxyCall(proxy.update(off));
  };
  await lease.renewed(turnOff);
  return {
    what: `${path.name} turned off`,
    inProxy: { path: path.name },
    renew: async () => {
      if (!capabilities.leases) return;
      // To turn it off again after its lease ran out would hide that it was on meanwhile.
      if (await isEnabled(client, path)) throw new Error('its lease ran out');
      if (!(await lease.renewed(turnOff)))
        throw new Error('its lease may have run out before it was renewed');
    },
    heal: async () => {
      await proxyCall(proxy.update({ enabled: true, listen, upstream }));
      if (!(await isEnabled(client, path))) throw new Error('it is still off');
    },
  };
}

async function isEnabled(client: FaultProxyHandle['client'], path: DependencyPath): Promise<boolean> {
  return (await proxyCall(client.get(path.name))).enabled;
}
