import { connect, type Socket } from 'node:net';
import { Link, type LinkOwner } from './link.ts';
import { socketBufferBytes } from './listener.ts';
import { seededRandom, type Random } from './random.ts';
import { after } from './timer.ts';
import type { Direction, Toxic } from './toxic-instance.ts';

/** How long a closed connection may still deliver to a peer that does not read. */
const lingerMs = 5_000;

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
  /** The upstream could not be reached. */
  unreachable(error: NodeJS.ErrnoException): void;
}

/** A client's connection and the one to the upstream that belongs to it. */
export class Connection implements LinkOwner {
  readonly client: Socket;
  readonly server: Socket;
  readonly #context: ConnectionContext;
  readonly #up: Link;
  readonly #down: Link;
  /** Drawn once for each toxic; a toxic works on this connection while its toxicity is above the draw. */
  readonly #draws = new WeakMap<Toxic, number>();
  #started = false;
  #open = 2;

  /** @param client paused, so that nothing is read before the upstream has answered */
  constructor(client: Socket, context: ConnectionContext) {
    this.client = client;
    this.#context = context;
    this.server = connect({
      ...context.upstream,
      allowHalfOpen: true,
      noDelay: true,
      highWaterMark: socketBufferBytes,
    });
    this.#up = new Link('upstream', client, this.server, this);
    this.#down = new Link('downstream', this.server, client, this);
    this.server.once('connect', () => this.#start());
    this.server.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#started) return;
      context.unreachable(error);
      client.destroySoon();
    });
    // A broken peer is followed by `close`, which is where it is dealt with.
    client.on('error', () => undefined);
    this.server.on('close', () => this.#gone(this.#down));
    client.on('close', () => this.#gone(this.#up));
  }

  /** Adds a toxic to the links that it is for, if this connection drew it. */
  add(toxic: Toxic): void {
    if (!this.#started || this.#draw(toxic) >= toxic.toxicity) return;
    toxic.seen.connections += 1;
    for (const direction of toxic.directions) this.#link(direction).add(toxic);
  }

  /** Applies new attributes or a new toxicity. */
  change(toxic: Toxic): void {
    const wanted = this.#draw(toxic) < toxic.toxicity;
    const present = toxic.directions.some((direction) => this.#link(direction).has(toxic));
    if (wanted && !present) this.add(toxic);
    else if (!wanted && present) this.remove(toxic);
    else for (const direction of toxic.directions) this.#link(direction).change(toxic);
  }

  remove(toxic: Toxic): void {
    for (const direction of toxic.directions) this.#link(direction).remove(toxic);
  }

  /** Closes both sockets now; the peers see the end. */
  destroy(): void {
    this.client.destroy();
    this.server.destroy();
  }

  close(): void {
    const { client, server } = this;
    client.destroySoon();
    server.destroySoon();
    const patience = after(lingerMs, () => this.destroy());
    const settled = (): void => {
      if (client.destroyed && server.destroyed) patience.cancel();
    };
    client.once('close', settled);
    server.once('close', settled);
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
    if (this.client.destroyed) {
      this.server.destroy();
      return;
    }
    const toxics = this.#context.toxics();
    for (const [direction, link] of [
      ['upstream', this.#up],
      ['downstream', this.#down],
    ] as const) {
      link.start(
        toxics.filter((toxic) => toxic.directions.includes(direction) && this.#draw(toxic) < toxic.toxicity),
      );
    }
    for (const toxic of toxics) if (this.#draw(toxic) < toxic.toxicity) toxic.seen.connections += 1;
    this.client.resume();
  }

  #draw(toxic: Toxic): number {
    const known = this.#draws.get(toxic);
    if (known !== undefined) return known;
    const { seed, key } = this.#context;
    const drawn = seededRandom(seed, `${key}/${toxic.name}`)();
    this.#draws.set(toxic, drawn);
    return drawn;
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
      this.#context.closed(this);
    } else if (this.#started) reading.fail();
    else this.destroy();
  }
}
