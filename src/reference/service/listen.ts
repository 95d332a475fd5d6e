import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { hostVariable } from './environment.ts';

/** Answers a request, as Hono applications do. */
export type Fetch = (request: Request) => Response | Promise<Response>;

/** A server that listens. */
interface Listening {
  /** Where it is reached from the same machine: `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Takes no new connection, lets the answers under way finish for `graceMs` at most, and closes the rest. */
  close(graceMs: number): Promise<void>;
}

/** Longer than any client of ours keeps an idle connection, so that the server never closes one in a request's face. */
const keepAliveTimeoutMs = 60_000;

/**
 * Listens on the address that the environment asks for. Port 0 lets the system choose.
 * @throws the system's error, such as one with code EADDRINUSE
 */
export async function listen(fetch: Fetch, port: number): Promise<Listening> {
  const answer = getRequestListener(fetch);
  const server = createServer((request, response) => void answer(request, response));
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.listen(port, hostVariable());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}`, close: (graceMs) => close(server, graceMs) };
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
