import { z } from 'zod';
import type { Random } from '../random.ts';
import type { Timer } from '../timer.ts';
import { atLeast, oneChunkBytes, wholeNumber } from './attributes.ts';
import { HeldQueue } from './held-queue.ts';
import { defineStreamToxic, type Flow, type Stage, type ToxicType } from './toxic.ts';

interface Slicer {
  /** Bytes of a piece on average. */
  readonly average_size: number;
  /** Bytes by which a piece may differ from that. */
  readonly size_variation: number;
  /** Microseconds after each piece. */
  readonly delay: number;
}

/** Cuts the stream into small pieces, each written by itself. */
export const slicer: ToxicType = defineStreamToxic<Slicer>({
  type: 'slicer',
  structName: 'SlicerToxic',
  fields: { average_size: 'int', size_variation: 'int', delay: 'int' },
  defaults: { average_size: 0, size_variation: 0, delay: 0 },
  schema: z
    .object({ average_size: atLeast(1), size_variation: atLeast(0), delay: wholeNumber })
    .refine((slices) => slices.size_variation <= slices.average_size, {
      path: ['size_variation'],
      error: 'must not be larger than average_size',
    }),
  capacityBytes: oneChunkBytes,
  open: (attributes, flow) => new SlicerStage(attributes, flow),
});

/** Pieces that are passed on before everybody else gets a turn: a large chunk may be cut into very many. */
const batch = 256;

/** Where to cut `size` bytes: the ends of the pieces, halving until a piece is small enough. */
export function cuts(size: number, averageSize: number, variation: number, random: Random): number[] {
  const ends: number[] = [];
  const open: (readonly [from: number, to: number])[] = [[0, size]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    if (to - from <= averageSize + variation) {
      if (to > from) ends.push(to);
      continue;
    }
    const wanted = from + Math.floor((to - from) / 2) + Math.floor((random() * 2 - 1) * variation);
    // A piece of nothing would be cut for ever.
    const middle = Math.min(to - 1, Math.max(from + 1, wanted));
    open.push([middle, to], [from, middle]);
  }
  return ends;
}

class SlicerStage implements Stage {
  readonly #attributes: () => Slicer;
  readonly #flow: Flow;
  readonly #pieces = new HeldQueue<Buffer>();
  #timer: Timer | undefined;
  #ended = false;

  constructor(attributes: () => Slicer, flow: Flow) {
    this.#attributes = attributes;
    this.#flow = flow;
  }

  chunk(data: Buffer): void {
    const { average_size: averageSize, size_variation: variation } = this.#attributes();
    this.#flow.hold(data.length);
    let from = 0;
    for (const to of cuts(data.length, averageSize, variation, this.#flow.random)) {
      this.#pieces.push(data.subarray(from, to));
      from = to;
    }
    if (this.#timer === undefined) this.#next();
  }

  end(): void {
    this.#ended = true;
    if (this.#timer === undefined) this.#flow.end();
  }

  changed(): void {
    this.#flush();
    if (this.#ended) this.#flow.end();
  }

  remove(): void {
    this.changed();
  }

  #next(): void {
    const { delay } = this.#attributes();
    const atOnce = delay > 0 ? 1 : batch;
    for (let count = 0; count < atOnce; count += 1) {
      const piece = this.#pieces.shift();
      if (piece === undefined) return;
      this.#pass(piece);
    }
    this.#timer = this.#flow.after(delay / 1_000, () => {
      this.#timer = undefined;
      this.#next();
      if (this.#ended && this.#timer === undefined) this.#flow.end();
    });
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (let piece = this.#pieces.shift(); piece !== undefined; piece = this.#pieces.shift())
      this.#pass(piece);
  }

  #pass(piece: Buffer): void {
    this.#flow.hold(-piece.length);
    this.#flow.push(piece, performance.now());
  }
}
