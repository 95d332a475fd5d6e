import { Toxiproxy } from 'toxiproxy-node-client';
import { probeCapabilities } from './capabilities.ts';
import type { FaultProxyProvider } from './provider.ts';

/** A fault proxy, Toxiproxy's or ours, that somebody else runs. @param url of its API: `http://127.0.0.1:8474` */
export function address(url: string): FaultProxyProvider {
  const base = url.replace(/\/+$/, '');
  return {
    name: `address ${base}`,
    only: true,
    async start({ signal }) {
      const able = await probeCapabilities(base, signal);
      return {
        client: new Toxiproxy(base),
        url: base,
        pid: null,
        ...able,
        stop: () => Promise.resolve({ step: `leave the fault proxy at ${base} to its owner`, ok: true }),
      };
    },
  };
}
