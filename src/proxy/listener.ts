import { createServer, type Server, type Socket } from 'node:net';
import { AddressError, formatAddress, resolveListenAddress } from './listen-address.ts';

/** A port that accepts connections. */
export interface Listener {
  /** The real address, such as `127.0.0.1:43099`. */
  readonly address: string;
  /** Frees the port; when it returns, new connections are refused. Accepted ones are not touched. */
  close(): void;
}

/** As many connections as the kernel lets wait to be accepted. */
const backlog = 4_096;

/**
 * Listens on a `host:port` as it was given.
 * @param onConnection gets every socket paused, half-open allowed
 * @throws Error with Go's text: `listen tcp 127.0.0.1:3310: bind: address already in use`
 */
export async function listen(address: string, onConnection: (socket: Socket) => void): Promise<Listener> {
  const resolved = await resolveListenAddress(address).catch((error: unknown) => {
    throw error instanceof AddressError ? new Error(`listen tcp: ${error.message}`, { cause: error }) : error;
  });
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, onConnection);
  const { port } = resolved;
  // As Go does: all IPv4 interfaces are all interfaces.
  const host = resolved.host === '0.0.0.0' ? '' : resolved.host;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Error(`listen tcp ${formatAddress(resolved)}: bind: ${bindProblem(error)}`, { cause: error }),
      );
    });
    server.listen({ port, backlog, ...(host === '' ? {} : { host }) }, resolve);
  });
  // To accept may fail when there are no more file descriptors: that connection is lost, the proxy goes on.
  server.on('error', () => undefined);
  return { address: boundAddress(server), close: () => void server.close() };
}

function boundAddress(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no TCP address');
  return formatAddress({ host: address.address, port: address.port });
}

const bindProblems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'cannot assign requested address',
};

function bindProblem(error: NodeJS.ErrnoException): string {
  return bindProblems[error.code ?? ''] ?? error.message;
}
