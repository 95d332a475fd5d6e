import type { FaultProxyHandle } from '../environment/environment.ts';
import type { FaultedPath } from './affected-paths.ts';
import { leaseClock } from './lease-clock.ts';
import { proxyCall } from './proxy-call.ts';

/** Turns one path off, as a lease, and on again. Not to be told to do two things at a time. */
export interface PathSwitch {
  /** Connections are refused and open ones closed: the proxy stops listening. */
  off(): Promise<void>;
  /** @throws Error where it was on, or may have been, although it should have been off */
  stillOff(): Promise<void>;
  /** Turns it on and looks whether it is. */
  on(): Promise<void>;
}

/** @throws Error where the path is off already */
export async function switchOf(
  { client, capabilities }: FaultProxyHandle,
  { name }: FaultedPath,
  leaseMs: number,
): Promise<PathSwitch> {
  const proxy = await proxyCall(client.get(name));
  if (!proxy.enabled) throw new Error(`${name} is refused already, by something else`);
  const { listen, upstream } = proxy;
  const lasting = capabilities.leases ? { ttl_ms: Math.ceil(leaseMs) } : {};
  const isOn = async (): Promise<boolean> => (await proxyCall(client.get(name))).enabled;
  const turnOff = async (): Promise<void> => {
    await proxyCall(proxy.update({ enabled: false, listen, upstream, ...lasting }));
  };
  let lease = leaseClock(leaseMs, () => performance.now());
  return {
    off: async () => {
      lease = leaseClock(leaseMs, () => performance.now());
      await lease.renewed(turnOff);
    },
    stillOff: async () => {
      if (!capabilities.leases) return;
      // To turn it off again after its lease ran out would hide that it was on meanwhile.
      if (await isOn()) throw new Error('its lease ran out');
      if (!(await lease.renewed(turnOff)))
        throw new Error('its lease may have run out before it was renewed');
    },
    on: async () => {
      await proxyCall(proxy.update({ enabled: true, listen, upstream }));
      if (!(await isOn())) throw new Error('it is still off');
    },
  };
}
