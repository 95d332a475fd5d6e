import type { Socket } from 'node:net';
import { ExchangeLayer } from './http/exchange-layer.ts';
import { Link, type LinkOwner } from './link.ts';
import { seededRandom, type Random } from './random.ts';
import { requestEffects } from './request-effects.ts';
import { after } from './timer.ts';
import type { Direction, Toxic } from './toxic-instance.ts';
import { connectUpstream } from './upstream-socket.ts';

/** How long a peer may take to close its side, or to read what was written to it, before it is cut off. */
const lingerMs = 2_000;

/** What a connection needs of its proxy. */
export interface ConnectionContext {
  readonly seed: number;
  /** Unique for proxy and connection: `redis/17`. */
  readonly key: string;
  readonly upstream: { readonly host: string; readonly port: number };
  /** The toxics as they are when the upstream has answered. */
  toxics(): readonly Toxic[];
  /** Both sockets are closed. Called once. */
  closed(connection: Connection): void;
  /** The upstream has taken the connection. */
  reached(): void;
  /** The upstream could not be reached. */
  unreachable(error: Error): void;
}

/** A client's connection and the one to the upstream that belongs to it. */
export class Connection implements LinkOwner {
  readonly client: Socket;
  readonly server: Socket;
  readonly #context: ConnectionContext;
  readonly #up: Link;
  readonly #down: Link;
  /** Follows requests and answers, once a toxic has needed it. */
  #layer: ExchangeLayer<Toxic> | undefined;
  lastSpoke: Direction | undefined;
  #started = false;
  #open = 2;

  /** @param client paused, so that nothing is read before the upstream has answered */
  constructor(client: Socket, context: ConnectionContext) {
    this.client = client;
    this.#context = context;
    this.server = connectUpstream(context.upstream, (data) => this.#down.lend(data));
    this.#up = new Link('upstream', client, this.server, this);
    this.#down = new Link('downstream', this.server, client, this);
    this.server.once('connect', () => this.#start());
    this.server.on('error', (error) => {
      if (!this.#started) context.unreachable(error);
    });
    // A broken peer is followed by `close`, which is where it is dealt with.
    client.on('error', () => undefined);
    this.server.on('close', () => this.#gone(this.#down));
    client.on('close', () => this.#gone(this.#up));
  }

  /** Adds a toxic to the links that it is for, if this connection drew it. */
  add(toxic: Toxic): void {
    if (!this.#started) return;
    if (toxic.settings.kind === 'http') {
      this.#layer ??= this.#insertLayer();
      toxic.seen.connections += 1;
      return;
    }
    if (this.#draw(toxic) >= toxic.toxicity) return;
    toxic.seen.connections += 1;
    for (const direction of toxic.directions) this.#link(direction).add(toxic);
  }

  /** Applies new attributes or a new toxicity. */
  change(toxic: Toxic): void {
    // What a request meets is decided when it comes.
    if (toxic.settings.kind === 'http') return;
    const wanted = this.#draw(toxic) < toxic.toxicity;
    const present = toxic.directions.some((direction) => this.#link(direction).has(toxic));
    if (wanted && !present) this.add(toxic);
    else if (!wanted && present) this.remove(toxic);
    else for (const direction of toxic.directions) this.#link(direction).change(toxic);
  }

  remove(toxic: Toxic): void {
    this.#layer?.release(toxic);
    for (const direction of toxic.directions) this.#link(direction).remove(toxic);
  }

  /** Closes both sockets now; the peers see the end. */
  destroy(): void {
    this.client.destroy();
    this.server.destroy();
  }

  close(): void {
    this.#up.dispose();
    this.#down.dispose();
    endPolitely(this.client);
    endPolitely(this.server);
  }

  reset(): void {
    for (const socket of [this.client, this.server]) {
      // The system refuses to reset a socket whose own end is still on its way out.
      if (socket.writableEnded && !socket.writableFinished) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  random(toxic: Toxic, direction: Direction): Random {
    const { seed, key } = this.#context;
    return seededRandom(seed, `${key}/${toxic.name}/${direction}`);
  }

  #start(): void {
    this.#started = true;
    this.#context.reached();
    if (this.client.destroyed) {
      this.server.destroy();
      return;
    }
    this.#up.start();
    this.#down.start();
    for (const toxic of this.#context.toxics()) this.add(toxic);
    this.client.resume();
  }

  #insertLayer(): ExchangeLayer<Toxic> {
    const { seed, key } = this.#context;
    const up = this.#up;
    const down = this.#down;
    const begun = { upstream: 'client-spoke', downstream: 'server-spoke', fresh: 'fresh' } as const;
    const layer = new ExchangeLayer<Toxic>(
      {
        effectsOn: requestEffects(() => this.#context.toxics(), seed, key),
        toServer: (data) => up.toSink(data),
        endToServer: () => up.endSink(),
        client: {
          bytes: (data) => down.input(data),
          end: () => down.endInput(),
          close: () => down.finish(),
          reset: () => this.reset(),
          held: (waiting) => down.setBlocked(waiting),
        },
        crowded: (tooMany) => up.setBlocked(tooMany),
      },
      begun[this.lastSpoke ?? 'fresh'],
    );
    up.divertOutput({ data: (data) => layer.fromClient(data), end: () => layer.clientEnded() });
    // Answers of the layer's own do not come from the server: only the client can be made to wait for them.
    down.divertInput({ data: (data) => layer.fromServer(data), end: () => layer.serverEnded() }, (blocked) =>
      up.setBlocked(blocked),
    );
    return layer;
  }

  /** The same each time for one toxic: it works on this connection while its toxicity is above it. */
  #draw(toxic: Toxic): number {
    const { seed, key } = this.#context;
    return seededRandom(seed, `${key}/${toxic.name}`)();
  }

  #link(direction: Direction): Link {
    return direction === 'upstream' ? this.#up : this.#down;
  }

  /** One of the sockets has closed; `reading` is the link that read from it. */
  #gone(reading: Link): void {
    this.#open -= 1;
    const other = reading === this.#up ? this.#down : this.#up;
    other.dispose();
    if (this.#open === 0) {
      reading.dispose();
      this.#layer?.dispose();
      this.#context.closed(this);
    } else if (this.#started) reading.finish();
    else if (reading === this.#down) endPolitely(this.client);
    else this.server.destroy();
  }
}

/**
 * Ends a connection so that the peer sees an end, after what was written to it: what it still sends is read and
 * dropped for a while, because a socket that is closed over unread bytes resets.
 */
export function endPolitely(socket: Socket): void {
  if (socket.destroyed) return;
  socket.resume();
  socket.end();
  const patience = after(lingerMs, () => socket.destroy());
  socket.once('close', () => patience.cancel());
}
