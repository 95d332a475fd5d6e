import type { Socket } from 'node:net';
import { Connection, endPolitely } from './connection.ts';
import type { EventFeed } from './event-feed.ts';
import { Lease } from './lease.ts';
import { formatAddress, parsePort, resolveListenAddress, splitHostPort } from './listen-address.ts';
import type { ListenAddress } from './listen-address.ts';
import { listen, type Listener } from './listener.ts';
import type { Toxic } from './toxic-instance.ts';

/** What a proxy is made of and what it shares with the others. */
export interface ProxyOptions {
  readonly name: string;
  /** `host:port`; port 0 lets the system choose, the empty text is a port of loopback. */
  readonly listen: string;
  readonly upstream: string;
  readonly seed: number;
  readonly feed: EventFeed;
}

/** What a proxy is changed to; all of it, with the old values where nothing changes. */
export interface ProxyChange {
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
  /** Lease of `enabled: false`, in milliseconds; 0 for none, `undefined` to renew the one there is. */
  readonly ttlMs: number | undefined;
}

/** Bytes and connections of one proxy since it was made. */
export interface ProxyCounters {
  readonly connections: { readonly accepted: number; readonly open: number; readonly unreachable: number };
  readonly upstream: ByteCounters;
  readonly downstream: ByteCounters;
  /** What each toxic got to see, by name. */
  readonly toxics: Readonly<Record<string, Toxic['seen']>>;
}

export interface ByteCounters {
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** A proxy that could not be started again gets another lease of this length. */
const retryMs = 250;

/**
 * Listens, and connects every client with the upstream through the toxics. Its methods that change it may not
 * overlap: the collection calls them one after the other.
 */
export class Proxy {
  readonly name: string;
  /** Where it listens, or would. */
  listen: string;
  upstream: string;
  /** In the order in which they were added. */
  toxics: readonly Toxic[] = [];
  /** Of `enabled: false`. */
  readonly lease: Lease;
  readonly #seed: number;
  readonly #feed: EventFeed;
  readonly #connections = new Set<Connection>();
  #listener: Listener | undefined;
  #accepted = 0;
  #unreachable = 0;
  /** Whether the upstream was there when it was last tried. */
  #reachable = true;
  /** Of closed connections: read from clients, written to upstreams, read from upstreams, written to clients. */
  #bytes: readonly [number, number, number, number] = [0, 0, 0, 0];

  /** @param expired called when the lease of `enabled: false` is over */
  constructor(options: ProxyOptions, expired: (proxy: Proxy) => void) {
    this.name = options.name;
    this.listen = options.listen;
    this.upstream = options.upstream;
    this.#seed = options.seed;
    this.#feed = options.feed;
    this.lease = new Lease(() => expired(this));
  }

  get enabled(): boolean {
    return this.#listener !== undefined;
  }

  /** Starts to listen. @throws Error with Go's text where it cannot */
  async start(): Promise<void> {
    this.lease.end();
    if (this.#listener !== undefined) return;
    this.#listener = await listen(this.listen, (socket) => this.#accept(socket));
    this.listen = this.#listener.address;
    this.#feed.record('proxy-enabled', this.name, { detail: this.listen });
  }

  /** Frees the port, then closes every connection. */
  stop(): void {
    this.lease.end();
    if (this.#listener === undefined) return;
    this.#listener.close();
    this.#listener = undefined;
    for (const connection of this.#connections) connection.destroy();
    this.#feed.record('proxy-disabled', this.name, { detail: this.listen });
  }

  /** Whether another listen address or upstream is meant. @throws AddressError */
  async differs(listenAddress: string, upstream: string): Promise<boolean> {
    const resolved = formatAddress(await resolveListenAddress(listenAddress));
    return resolved !== this.listen || upstream !== this.upstream;
  }

  /** Changes it as asked; after a failed start it stays disabled with the new addresses. @throws Error */
  async update(change: ProxyChange): Promise<void> {
    const leaseMs = change.ttlMs ?? this.lease.ttlMs;
    if (await this.differs(change.listen, change.upstream)) {
      this.stop();
      this.listen = change.listen;
      this.upstream = change.upstream;
      this.#feed.record('proxy-updated', this.name, { detail: `${this.listen} to ${this.upstream}` });
    }
    if (change.enabled) await this.start();
    else {
      this.stop();
      this.lease.renew(leaseMs);
    }
  }

  /** Starts it again, and goes on trying while the port is taken, until it works or somebody else decides. */
  async heal(): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      this.#feed.record('heal-failed', this.name, { detail: String(error) });
      this.lease.renew(retryMs);
      throw error;
    }
  }

  addToxic(toxic: Toxic): void {
    this.toxics = [...this.toxics, toxic];
    for (const connection of this.#connections) connection.add(toxic);
    this.#feed.record('toxic-added', this.name, { toxic: toxic.name, detail: toxic.type.type });
  }

  /** Makes open connections take up the attributes and the toxicity that the toxic has now. */
  toxicChanged(toxic: Toxic): void {
    for (const connection of this.#connections) connection.change(toxic);
    this.#feed.record('toxic-updated', this.name, { toxic: toxic.name });
  }

  removeToxic(toxic: Toxic): void {
    toxic.lease.end();
    this.toxics = this.toxics.filter((other) => other !== toxic);
    for (const connection of this.#connections) connection.remove(toxic);
    this.#feed.record('toxic-removed', this.name, { toxic: toxic.name });
  }

  counters(): ProxyCounters {
    let bytes = this.#bytes;
    for (const connection of this.#connections) bytes = addBytes(bytes, connection);
    return {
      connections: { accepted: this.#accepted, open: this.#connections.size, unreachable: this.#unreachable },
      upstream: { receivedBytes: bytes[0], sentBytes: bytes[1] },
      downstream: { receivedBytes: bytes[2], sentBytes: bytes[3] },
      toxics: Object.fromEntries(this.toxics.map((toxic) => [toxic.name, { ...toxic.seen }])),
    };
  }

  #accept(socket: Socket): void {
    this.#accepted += 1;
    let upstream: ListenAddress;
    try {
      const { host, port } = splitHostPort(this.upstream);
      upstream = { host: host === '' ? 'localhost' : host, port: parsePort(port) };
    } catch (error) {
      this.#failed(error);
      socket.on('error', () => undefined);
      endPolitely(socket);
      return;
    }
    const connection = new Connection(socket, {
      seed: this.#seed,
      key: `${this.name}/${this.#accepted}`,
      upstream,
      toxics: () => this.toxics,
      closed: (closed) => {
        this.#connections.delete(closed);
        this.#bytes = addBytes(this.#bytes, closed);
      },
      reached: () => {
        this.#reachable = true;
      },
      unreachable: (error) => this.#failed(error),
    });
    this.#connections.add(connection);
  }

  /** The first failure is an event; those that follow it are only counted. */
  #failed(error: unknown): void {
    this.#unreachable += 1;
    if (!this.#reachable) return;
    this.#reachable = false;
    this.#feed.record('upstream-unreachable', this.name, { detail: `${this.upstream}: ${String(error)}` });
  }
}

function addBytes(
  sum: readonly [number, number, number, number],
  { client, server }: Connection,
): readonly [number, number, number, number] {
  return [
    sum[0] + client.bytesRead,
    sum[1] + server.bytesWritten,
    sum[2] + server.bytesRead,
    sum[3] + client.bytesWritten,
  ];
}
