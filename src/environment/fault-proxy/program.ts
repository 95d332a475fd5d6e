import { Toxiproxy } from 'toxiproxy-node-client';
import { entryFile } from '../process/entry.ts';
import { probeCapabilities } from './capabilities.ts';
import type { FaultProxyProvider } from './provider.ts';

/** The name under which Toxiproxy's packages install their server. */
const usualName = 'toxiproxy-server';

/**
 * A Toxiproxy server program. It is kept by a process of ours that ends it when the harness is gone.
 * @param file path or name of the program; `toxiproxy-server` on the PATH unless given
 */
export function program(file: string = usualName): FaultProxyProvider {
  return {
    name: `program ${file}`,
    async start({ port, startChild, signal }) {
      const child = await startChild({
        name: 'fault-proxy',
        entry: entryFile('environment/fault-proxy/keeper'),
        args: ['--program', file, '--port', String(port)],
      });
      try {
        const able = await probeCapabilities(child.url, signal);
        return {
          client: new Toxiproxy(child.url),
          url: child.url,
          pid: child.pid,
          ...able,
          stop: () => child.stop(),
        };
      } catch (error) {
        await child.stop();
        throw error;
      }
    },
  };
}
