import { once } from 'node:events';
import { createServer } from 'node:net';

/** Runs `use` while something listens on the port that it is given. */
export async function withPortInUse(use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  try {
    await use(address.port);
  } finally {
    server.close();
  }
}
