import type { Socket } from 'node:net';
import type { Random } from './random.ts';
import { after, type Timer } from './timer.ts';
import type { Flow, Stage } from './toxics/toxic.ts';
import type { Direction, Toxic } from './toxic-instance.ts';

/** What a link asks of the connection that it is half of. */
export interface LinkOwner {
  /** Closes both sockets once what was written is out. */
  close(): void;
  /** Resets both sockets. */
  reset(): void;
  random(toxic: Toxic, direction: Direction): Random;
}

/**
 * One direction of a connection: bytes of `source` go through the stages of the toxics to `sink`. Nothing here
 * waits: back-pressure pauses the source, and taking a toxic away flushes what it holds at once.
 */
export class Link {
  readonly #direction: Direction;
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #owner: LinkOwner;
  #slots: Slot[] = [];
  /** Reasons why the source must wait: the sink, or stages that hold enough. */
  #blocked = 0;
  #sinkBlocked = false;
  /** Nothing of the source may pass any more: a stage has closed the stream. */
  #severed = false;
  /** The end has reached the sink. */
  #ended = false;

  constructor(direction: Direction, source: Socket, sink: Socket, owner: LinkOwner) {
    this.#direction = direction;
    this.#source = source;
    this.#sink = sink;
    this.#owner = owner;
  }

  /** Starts with the toxics that work on this connection, in the order of their chain. */
  start(toxics: readonly Toxic[]): void {
    for (const toxic of toxics) this.add(toxic);
    this.#source.on('data', (data: Buffer) => this.#input(data));
    this.#source.on('end', () => this.#endInput());
    this.#sink.on('drain', () => {
      if (!this.#sinkBlocked) return;
      this.#sinkBlocked = false;
      this.unblock();
    });
  }

  /** Puts a toxic at the end of the chain. */
  add(toxic: Toxic): void {
    if (this.#ended) return;
    const slot = new Slot(this, toxic, this.#owner.random(toxic, this.#direction));
    const last = this.#slots.at(-1);
    this.#slots = [...this.#slots, slot];
    if (last !== undefined) last.next = slot;
  }

  /** Tells a toxic's stage that the attributes are new. */
  change(toxic: Toxic): void {
    this.#find(toxic)?.stage.changed?.();
  }

  /** Takes a toxic away; what it held is passed on. */
  remove(toxic: Toxic): void {
    const slot = this.#find(toxic);
    if (slot === undefined) return;
    slot.stage.remove();
    // A stage that closed the stream has taken itself out already.
    const index = this.#slots.indexOf(slot);
    if (index === -1) return;
    const before = this.#slots[index - 1];
    if (before !== undefined) before.next = slot.next;
    this.#slots = this.#slots.filter((other) => other !== slot);
    slot.dispose();
  }

  has(toxic: Toxic): boolean {
    return this.#find(toxic) !== undefined;
  }

  /** The source is gone without an end: what is under way is delivered, then the connection closes. */
  fail(): void {
    if (this.#severed || this.#ended) return;
    this.#severed = true;
    this.#endInput();
  }

  /** Forgets every stage: the sockets are gone. */
  dispose(): void {
    this.#severed = true;
    this.#ended = true;
    for (const slot of this.#slots) slot.dispose();
    this.#slots = [];
  }

  /** A stage closes the stream: those before it are void, those after it deliver what they hold. */
  sever(from: Slot): void {
    this.#severed = true;
    const index = this.#slots.indexOf(from);
    for (const slot of this.#slots.slice(0, index + 1)) slot.dispose();
    this.#slots = this.#slots.slice(index + 1);
    // Read on, and drop what comes, so that the close is a FIN and not a reset over unread bytes.
    this.#blocked = this.#sinkBlocked ? 1 : 0;
    this.#source.resume();
  }

  write(data: Buffer): void {
    if (this.#ended || this.#sink.write(data) || this.#sinkBlocked) return;
    this.#sinkBlocked = true;
    this.block();
  }

  /** The end of the stream has come out of the last stage. */
  endOutput(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#severed) this.#owner.close();
    else this.#sink.end();
  }

  reset(): void {
    this.#owner.reset();
  }

  block(): void {
    this.#blocked += 1;
    if (this.#blocked === 1) this.#source.pause();
  }

  unblock(): void {
    if (this.#blocked === 0) return;
    this.#blocked -= 1;
    if (this.#blocked === 0) this.#source.resume();
  }

  #input(data: Buffer): void {
    if (this.#severed) return;
    const first = this.#slots[0];
    if (first === undefined) this.write(data);
    else first.chunk(data, performance.now());
  }

  #endInput(): void {
    const first = this.#slots[0];
    if (first === undefined) this.endOutput();
    else first.endInput();
  }

  #find(toxic: Toxic): Slot | undefined {
    return this.#slots.find((slot) => slot.toxic === toxic);
  }
}

/** A toxic's stage in one link, and the flow that the stage is given. */
class Slot implements Flow {
  readonly toxic: Toxic;
  readonly stage: Stage;
  readonly random: Random;
  next: Slot | undefined;
  readonly #link: Link;
  readonly #timers = new Set<Timer>();
  #held = 0;
  #full = false;
  #inputEnded = false;
  #dead = false;

  constructor(link: Link, toxic: Toxic, random: Random) {
    this.#link = link;
    this.toxic = toxic;
    this.random = random;
    this.stage = toxic.settings.open(this);
  }

  chunk(data: Buffer, at: number): void {
    if (this.#dead) return;
    this.toxic.seen.chunks += 1;
    this.toxic.seen.bytes += data.length;
    this.stage.chunk(data, at);
  }

  endInput(): void {
    if (this.#dead || this.#inputEnded) return;
    this.#inputEnded = true;
    this.stage.end();
  }

  push(data: Buffer, at: number): void {
    if (this.#dead) return;
    if (this.next === undefined) this.#link.write(data);
    else this.next.chunk(data, at);
  }

  end(): void {
    if (this.#dead) return;
    if (this.next === undefined) this.#link.endOutput();
    else this.next.endInput();
  }

  close(): void {
    if (this.#dead) return;
    const { next } = this;
    this.#link.sever(this);
    if (next === undefined) this.#link.endOutput();
    else next.endInput();
  }

  reset(): void {
    if (!this.#dead) this.#link.reset();
  }

  hold(bytes: number): void {
    const { capacityBytes } = this.toxic.type;
    this.#held += bytes;
    if (!this.#full && this.#held >= capacityBytes) {
      this.#full = true;
      this.#link.block();
    } else if (this.#full && this.#held <= capacityBytes / 2) {
      this.#full = false;
      if (!this.#dead) this.#link.unblock();
    }
  }

  after(delayMs: number, run: () => void): Timer {
    const inner = after(delayMs, () => {
      this.#timers.delete(timer);
      run();
    });
    const timer: Timer = {
      cancel: () => {
        this.#timers.delete(timer);
        inner.cancel();
      },
    };
    this.#timers.add(timer);
    return timer;
  }

  dispose(): void {
    if (this.#full) this.#link.unblock();
    this.#full = false;
    this.#dead = true;
    for (const timer of this.#timers) timer.cancel();
  }
}
