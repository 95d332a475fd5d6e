import { z } from 'zod';
import type { Timer } from '../timer.ts';
import { atLeast, oneChunkBytes } from './attributes.ts';
import { HeldQueue } from './held-queue.ts';
import { defineStreamToxic, type Flow, type Stage, type ToxicType } from './toxic.ts';

interface Bandwidth {
  /** Kilobytes (of 1000 bytes) a second, that is bytes a millisecond; 0 lets nothing through. */
  readonly rate: number;
}

/** The longest that bytes of one chunk are kept together. */
const pieceMs = 100;

/** Lets at most `rate` KB/s of each connection through. */
export const bandwidth: ToxicType = defineStreamToxic<Bandwidth>({
  type: 'bandwidth',
  structName: 'BandwidthToxic',
  fields: { rate: 'int64' },
  defaults: { rate: 0 },
  schema: z.object({ rate: atLeast(0) }),
  capacityBytes: oneChunkBytes,
  open: (attributes, flow) => new BandwidthStage(attributes, flow),
});

class BandwidthStage implements Stage {
  readonly #attributes: () => Bandwidth;
  readonly #flow: Flow;
  readonly #held = new HeldQueue<Buffer>();
  #piece: { readonly data: Buffer; readonly timer: Timer } | undefined;
  /** What is left of the first chunk after the pieces cut off it. */
  #rest: Buffer | undefined;
  /** When the line is free again after the last piece. */
  #freeAt = 0;
  #ended = false;

  constructor(attributes: () => Bandwidth, flow: Flow) {
    this.#attributes = attributes;
    this.#flow = flow;
  }

  chunk(data: Buffer, at: number): void {
    this.#flow.hold(data.length);
    this.#held.push(data);
    this.#freeAt = Math.max(this.#freeAt, at);
    if (this.#piece === undefined) this.#next();
  }

  end(): void {
    this.#ended = true;
    if (this.#idle()) this.#flow.end();
  }

  /** The chunk under way goes at once; those behind it by the new rate. */
  changed(): void {
    this.#passUnderWay();
    this.#freeAt = performance.now();
    this.#next();
    if (this.#ended && this.#idle()) this.#flow.end();
  }

  remove(): void {
    this.#passUnderWay();
    for (let data = this.#held.shift(); data !== undefined; data = this.#held.shift()) this.#pass(data);
    if (this.#ended) this.#flow.end();
  }

  #idle(): boolean {
    return this.#piece === undefined && this.#rest === undefined && this.#held.length === 0;
  }

  #passUnderWay(): void {
    this.#piece?.timer.cancel();
    for (const data of [this.#piece?.data, this.#rest]) if (data !== undefined) this.#pass(data);
    this.#piece = undefined;
    this.#rest = undefined;
  }

  #next(): void {
    const { rate } = this.#attributes();
    if (rate === 0) return;
    const data = this.#rest ?? this.#held.shift();
    if (data === undefined) return;
    const most = rate * pieceMs;
    const piece = data.subarray(0, most);
    this.#rest = data.length > most ? data.subarray(most) : undefined;
    this.#freeAt += piece.length / rate;
    const timer = this.#flow.after(this.#freeAt - performance.now(), () => {
      this.#piece = undefined;
      this.#pass(piece);
      this.#next();
      if (this.#ended && this.#idle()) this.#flow.end();
    });
    this.#piece = { data: piece, timer };
  }

  #pass(data: Buffer): void {
    this.#flow.hold(-data.length);
    this.#flow.push(data, performance.now());
  }
}
