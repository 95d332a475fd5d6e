import type { Socket } from 'node:net';
import type { Random } from './random.ts';
import { Slot, type SlotLink } from './slot.ts';
import type { Direction, Toxic } from './toxic-instance.ts';

/** What a link asks of the connection that it is half of. */
export interface LinkOwner {
  /** Closes both sockets once what was written is out. */
  close(): void;
  /** Resets both sockets. */
  reset(): void;
  random(toxic: Toxic, direction: Direction): Random;
  /** Whose bytes were the last to come in. */
  lastSpoke: Direction | undefined;
}

/** Takes a link's output in the place of its sink. */
export interface Diversion {
  data(data: Buffer): void;
  end(): void;
}

/**
 * One direction of a connection: bytes of `source` go through the stages of the toxics to `sink`. Nothing here
 * waits: back-pressure pauses the source, and taking a toxic away flushes what it holds at once.
 */
export class Link implements SlotLink {
  readonly #direction: Direction;
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #owner: LinkOwner;
  #slots: Slot[] = [];
  /** Reasons why the source must wait: the sink, or stages that hold enough. */
  #blocked = 0;
  #sinkBlocked = false;
  /** Takes what comes from the source before the stages do. */
  #entry: Diversion | undefined;
  /** Takes what comes out of the stages in the place of the sink. */
  #exit: Diversion | undefined;
  #sinkBlockedChanged: ((blocked: boolean) => void) | undefined;
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

  /** Begins to carry, once the source is resumed. */
  start(): void {
    this.#source.on('data', (data: Buffer) => this.#receive(data));
    this.#source.on('end', () => {
      if (this.#entry === undefined) this.endInput();
      else this.#entry.end();
    });
    this.#sink.on('drain', () => {
      if (!this.#sinkBlocked) return;
      this.#sinkBlocked = false;
      this.unblock();
      this.#sinkBlockedChanged?.(false);
    });
  }

  /**
   * Takes bytes of the source in a buffer that is only lent.
   * @returns whether the buffer is free again
   */
  lend(data: Buffer): boolean {
    if (this.#slots.length > 0 || this.#entry !== undefined || this.#exit !== undefined || this.#severed) {
      this.#receive(Buffer.from(data));
      return true;
    }
    this.#owner.lastSpoke = this.#direction;
    this.output(data);
    return this.#sink.writableLength === 0;
  }

  /** Sends what the source says to `entry`, which passes it on to `input` and `endInput`. */
  divertInput(entry: Diversion, sinkBlockedChanged: (blocked: boolean) => void): void {
    this.#entry = entry;
    this.#sinkBlockedChanged = sinkBlockedChanged;
    if (this.#sinkBlocked) sinkBlockedChanged(true);
  }

  /** Sends what comes out of the stages to `exit`, which passes it on to `toSink` and `endSink`. */
  divertOutput(exit: Diversion): void {
    this.#exit = exit;
  }

  /** Puts a toxic at the end of the chain; one that works on requests has no place here. */
  add(toxic: Toxic): void {
    const { settings } = toxic;
    if (this.#ended || settings.kind !== 'stream') return;
    const slot = new Slot(this, toxic, settings, this.#owner.random(toxic, this.#direction));
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

  /** Bytes for the first stage. */
  input(data: Buffer): void {
    if (this.#severed) return;
    const first = this.#slots[0];
    if (first === undefined) this.output(data);
    else first.chunk(data, performance.now());
  }

  /** The end of the source, for the first stage. */
  endInput(): void {
    if (!this.#severed) this.#endStages();
  }

  /** Nothing more comes in: what is under way is delivered, then the connection closes. */
  finish(): void {
    if (this.#severed) return;
    this.#severed = true;
    if (this.#ended) this.#owner.close();
    else this.#endStages();
  }

  /** Forgets every stage: the sockets are gone. */
  dispose(): void {
    this.#severed = true;
    this.#ended = true;
    for (const slot of this.#slots) slot.dispose();
    this.#slots = [];
  }

  sever(from: Slot): void {
    this.#severed = true;
    const index = this.#slots.indexOf(from);
    for (const slot of this.#slots.slice(0, index + 1)) slot.dispose();
    this.#slots = this.#slots.slice(index + 1);
    // Read on, and drop what comes, so that the close is a FIN and not a reset over unread bytes.
    this.#blocked = this.#sinkBlocked ? 1 : 0;
    this.#source.resume();
  }

  output(data: Buffer): void {
    if (this.#ended) return;
    if (this.#exit === undefined) this.toSink(data);
    else this.#exit.data(data);
  }

  toSink(data: Buffer): void {
    if (this.#sink.write(data) || this.#sinkBlocked) return;
    this.#sinkBlocked = true;
    this.block();
    this.#sinkBlockedChanged?.(true);
  }

  endSink(): void {
    this.#sink.end();
  }

  endOutput(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#severed) this.#owner.close();
    else if (this.#exit === undefined) this.endSink();
    else this.#exit.end();
  }

  reset(): void {
    this.#owner.reset();
  }

  /** One more, or one less, reason why the source must wait. */
  setBlocked(blocked: boolean): void {
    if (blocked) this.block();
    else this.unblock();
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

  #receive(data: Buffer): void {
    this.#owner.lastSpoke = this.#direction;
    if (this.#entry === undefined) this.input(data);
    else this.#entry.data(data);
  }

  #endStages(): void {
    const first = this.#slots[0];
    if (first === undefined) this.endOutput();
    else first.endInput();
  }

  #find(toxic: Toxic): Slot | undefined {
    return this.#slots.find((slot) => slot.toxic === toxic);
  }
}
