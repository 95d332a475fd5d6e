import { z } from 'zod';
import type { Timer } from '../timer.ts';
import { wholeNumber } from './attributes.ts';
import { HeldQueue, type HeldChunk } from './held-queue.ts';
import { defineStreamToxic, type Flow, type Stage, type ToxicType } from './toxic.ts';

interface Latency {
  /** Milliseconds by which every chunk is late. */
  readonly latency: number;
  /** Milliseconds by which that varies to either side, evenly. */
  readonly jitter: number;
}

/** Delays every chunk by `latency` ± `jitter`, in order; many chunks may be under way at once. */
export const latency: ToxicType = defineStreamToxic<Latency>({
  type: 'latency',
  structName: 'LatencyToxic',
  fields: { latency: 'int64', jitter: 'int64' },
  defaults: { latency: 0, jitter: 0 },
  schema: z.object({ latency: wholeNumber, jitter: wholeNumber }),
  // As many chunks as the original holds: 1024 of 32 KiB, so that latency does not limit throughput.
  capacityBytes: 32 * 1_024 * 1_024,
  open: (attributes, flow) => new LatencyStage(attributes, flow),
});

/** A chunk that is due so soon goes now: to wait for the next timer would make it late by more. */
const toleranceMs = 0.5;

class LatencyStage implements Stage {
  readonly #attributes: () => Latency;
  readonly #flow: Flow;
  readonly #held = new HeldQueue<HeldChunk>();
  #timer: Timer | undefined;
  /** When the first chunk is due. */
  #due = 0;
  #ended = false;

  constructor(attributes: () => Latency, flow: Flow) {
    this.#attributes = attributes;
    this.#flow = flow;
  }

  chunk(data: Buffer, at: number): void {
    this.#flow.hold(data.length);
    this.#held.push({ data, at });
    if (this.#timer === undefined) this.#next();
  }

  end(): void {
    this.#ended = true;
    if (this.#held.length === 0) this.#flow.end();
  }

  /** The chunk under way goes at once; those behind it wait by the new attributes. */
  changed(): void {
    if (this.#timer === undefined) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#pass();
    this.#next();
  }

  remove(): void {
    this.#timer?.cancel();
    while (this.#held.length > 0) this.#pass();
    if (this.#ended) this.#flow.end();
  }

  #next(): void {
    for (let first = this.#held.first(); first !== undefined; first = this.#held.first()) {
      this.#due = first.at + this.#draw();
      if (!this.#passIfDue()) return;
    }
  }

  #passIfDue(): boolean {
    const leftMs = this.#due - performance.now();
    if (leftMs > toleranceMs) {
      // A timer of a whole number of milliseconds fires within one of them, to either side.
      this.#timer = this.#flow.after(Math.round(leftMs), () => {
        this.#timer = undefined;
        if (this.#passIfDue()) this.#next();
      });
      return false;
    }
    this.#pass();
    return true;
  }

  #pass(): void {
    const chunk = this.#held.shift();
    if (chunk === undefined) return;
    this.#flow.hold(-chunk.data.length);
    this.#flow.push(chunk.data, performance.now());
    if (this.#ended && this.#held.length === 0 && this.#timer === undefined) this.#flow.end();
  }

  #draw(): number {
    const { latency: middle, jitter } = this.#attributes();
    return jitter > 0 ? middle + (this.#flow.random() * 2 - 1) * jitter : middle;
  }
}
