import { Toxiproxy } from 'toxiproxy-node-client';
import { entryFile } from '../process/entry.ts';
import { eventReader } from './event-reader.ts';
import type { FaultProxyProvider } from './provider.ts';

/** Our own fault proxy in a child process: the default, and the one with leases, HTTP toxics and an event feed. */
export const embedded: FaultProxyProvider = {
  name: 'embedded',
  async start({ port, seed, startChild }) {
    const child = await startChild({
      name: 'fault-proxy',
      entry: entryFile('proxy/main'),
      args: ['--host', '127.0.0.1', '--port', String(port), '--seed', String(seed)],
    });
    return {
      client: new Toxiproxy(child.url),
      url: child.url,
      pid: child.pid,
      capabilities: { leases: true, httpToxics: true },
      readEvents: eventReader(child.url),
      stop: () => child.stop(),
    };
  },
};
