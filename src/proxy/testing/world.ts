import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Toxic, Toxiproxy, type Proxy } from 'toxiproxy-node-client';
import { startFaultProxy, type FaultProxyOptions } from '../server.ts';

/** A fault proxy with one proxy in front of one upstream, driven by the client that everybody uses. */
export interface World {
  readonly url: string;
  readonly client: Toxiproxy;
  readonly proxy: Proxy;
  /** Where the proxy listens. */
  readonly port: number;
  readonly upstream: Upstream;
  /** Adds a toxic, downstream and always unless the body says otherwise. */
  toxic(type: string, attributes?: object, more?: object): Promise<Toxic<object>>;
  stop(): Promise<void>;
}

/** A server on loopback, with the sockets it has accepted. */
export interface Upstream {
  readonly address: string;
  readonly sockets: readonly Socket[];
  stop(): Promise<void>;
}

/** Listens, and gives every connection to `serve`. Half-open connections are allowed. */
export async function startUpstream(serve: (socket: Socket) => void): Promise<Upstream> {
  const sockets: Socket[] = [];
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${portOf(server)}`,
    sockets,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** Says everything back. */
export function echo(socket: Socket): void {
  socket.pipe(socket);
}

/** Starts a fault proxy in this process and one proxy called `p` in it. */
export async function startWorld(
  serve: (socket: Socket) => void = echo,
  options: FaultProxyOptions = {},
): Promise<World> {
  const running = await startFaultProxy({ host: '127.0.0.1', port: 0, seed: 1, ...options });
  const world = await worldAt(running.url, serve);
  return {
    ...world,
    async stop() {
      await running.stop();
      await world.stop();
    },
  };
}

/** Makes a proxy called `p` in a fault proxy that runs already; stopping the world leaves that one running. */
export async function worldAt(url: string, serve: (socket: Socket) => void = echo): Promise<World> {
  const upstream = await startUpstream(serve);
  const client = new Toxiproxy(url);
  const proxy = await client.createProxy({ name: 'p', listen: '127.0.0.1:0', upstream: upstream.address });
  return {
    url,
    client,
    proxy,
    port: Number(proxy.listen.split(':')[1]),
    upstream,
    toxic: (type, attributes = {}, more = {}) =>
      addToxic(proxy, { name: type, type, stream: 'downstream', toxicity: 1, attributes, ...more }),
    stop: () => upstream.stop(),
  };
}

async function addToxic(proxy: Proxy, body: object): Promise<Toxic<object>> {
  const path = proxy.getPath();
  const { data } = await proxy.api.post<ConstructorParameters<typeof Toxic<object>>[2]>(
    `${path}/toxics`,
    body,
  );
  return new Toxic<object>(proxy.api, path, data);
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no TCP address');
  return address.port;
}

/** How a connection has ended for whoever opened it. */
export type Ending = 'end' | 'ECONNRESET' | 'ECONNREFUSED' | 'EPIPE';

/** A client's side of one connection. */
export interface Talk {
  readonly socket: Socket;
  /** All that was received so far. */
  text(): string;
  /** Milliseconds (`performance.now()`) at which each read came. */
  readonly readAt: readonly number[];
  say(text: string | Buffer): void;
  /** Half-closes. */
  finish(): void;
  /** Resolves once this text has been received, at least. */
  heard(text: string | RegExp): Promise<void>;
  /** Resolves when the peer ends or breaks the connection. */
  readonly ending: Promise<Ending>;
  hangUp(): void;
}

/** Opens a connection to loopback; a refused one is seen in `ending`. */
export function talkTo(port: number): Talk {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  const readAt: number[] = [];
  const waiting = new Set<() => void>();
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    readAt.push(performance.now());
    for (const look of waiting) look();
  });
  const ending = new Promise<Ending>((resolve, reject) => {
    socket.once('end', () => resolve('end'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const code = (['ECONNRESET', 'ECONNREFUSED', 'EPIPE'] as const).find((known) => known === error.code);
      if (code === undefined) reject(error);
      else resolve(code);
    });
  });
  return {
    socket,
    text: () => received,
    readAt,
    say: (text) => void socket.write(text),
    finish: () => void socket.end(),
    heard: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = typeof wanted === 'string' ? received.includes(wanted) : wanted.test(received);
          if (!found) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    ending,
    hangUp: () => void socket.destroy(),
  };
}
