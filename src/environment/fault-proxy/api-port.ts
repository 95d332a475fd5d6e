import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * The port for a server that does not say which one it was given, so that it has to be told.
 * @param wanted 0 has the system choose
 * @throws Error with the system's as its cause where the port cannot be had
 */
export async function apiPort(host: string, wanted: number): Promise<number> {
  const server = createServer().listen(wanted, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`port ${wanted} of ${host} cannot be had; something may be listening there`, { cause });
  }
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has no TCP address');
  return bound.port;
}
