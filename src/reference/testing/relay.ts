import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type RelayMode = 'pass' | 'hole' | 'cut';

/** A way to a service that can be broken: the connection a test has to pull. */
export interface Relay {
  readonly url: string;
  /** `hole`: connections open and nothing ever comes back. `cut`: connections are closed at once. */
  set(mode: RelayMode): void;
  /** Connections that were opened so far. */
  connections(): number;
  close(): Promise<void>;
}

/** Relays connections to the service at `url`. */
export async function startRelay(url: string): Promise<Relay> {
  const { port } = new URL(url);
  const open = new Set<Socket>();
  let mode: RelayMode = 'pass';
  let connections = 0;
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
  };
  const server = createServer((client) => {
    connections++;
    keep(client);
    if (mode === 'cut') client.destroy();
    if (mode !== 'pass') return;
    const upstream = connect(Number(port), '127.0.0.1');
    keep(upstream);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  const dropAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    set(next) {
      mode = next;
      // Connections kept open from before would not notice.
      dropAll();
    },
    connections: () => connections,
    async close() {
      const closed = once(server, 'close');
      server.close();
      dropAll();
      await closed;
    },
  };
}
