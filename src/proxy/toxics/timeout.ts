import { z } from 'zod';
import type { Timer } from '../timer.ts';
import { oneChunkBytes, wholeNumber } from './attributes.ts';
import { defineStreamToxic, type Flow, type Stage, type ToxicType } from './toxic.ts';

interface Timeout {
  /** Milliseconds without a byte after which the connection is closed; 0 (or less) never closes it. */
  readonly timeout: number;
}

/** A black hole: drops every byte, and closes the connection when no more come for `timeout`. */
export const timeout: ToxicType = defineStreamToxic<Timeout>({
  type: 'timeout',
  structName: 'TimeoutToxic',
  fields: { timeout: 'int64' },
  defaults: { timeout: 0 },
  schema: z.object({ timeout: wholeNumber }),
  capacityBytes: oneChunkBytes,
  open: (attributes, flow) => new TimeoutStage(attributes, flow),
});

class TimeoutStage implements Stage {
  readonly #attributes: () => Timeout;
  readonly #flow: Flow;
  #timer: Timer | undefined;

  constructor(attributes: () => Timeout, flow: Flow) {
    this.#attributes = attributes;
    this.#flow = flow;
    this.changed();
  }

  /** The wait begins again with every chunk, as in the original. */
  chunk(): void {
    this.changed();
  }

  end(): void {
    this.#flow.close();
  }

  changed(): void {
    this.#timer?.cancel();
    const waitMs = this.#attributes().timeout;
    this.#timer = waitMs > 0 ? this.#flow.after(waitMs, () => this.#flow.close()) : undefined;
  }

  /** Bytes may be lost, so the stream cannot go on. */
  remove(): void {
    this.#timer?.cancel();
    this.#flow.close();
  }
}
