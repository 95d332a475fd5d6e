import type { Random } from './random.ts';
import { after, type Timer } from './timer.ts';
import type { Toxic } from './toxic-instance.ts';
import type { Flow, Stage, StreamSettings } from './toxics/toxic.ts';

/** What a slot asks of the link that it is part of. */
export interface SlotLink {
  /** Takes what comes out of the last stage. */
  output(data: Buffer): void;
  /** The end of the stream has come out of the last stage. */
  endOutput(): void;
  /** A stage closes the stream: those before it are void, those after it deliver what they hold. */
  sever(from: Slot): void;
  reset(): void;
  /** A stage holds enough. */
  block(): void;
  unblock(): void;
}

/** A toxic's stage in one link, and the flow that the stage is given. */
export class Slot implements Flow {
  readonly toxic: Toxic;
  readonly stage: Stage;
  readonly random: Random;
  next: Slot | undefined;
  readonly #link: SlotLink;
  readonly #capacityBytes: number;
  readonly #timers = new Set<Timer>();
  #held = 0;
  #full = false;
  #inputEnded = false;
  #dead = false;

  constructor(link: SlotLink, toxic: Toxic, settings: StreamSettings, random: Random) {
    this.#link = link;
    this.toxic = toxic;
    this.#capacityBytes = settings.capacityBytes;
    this.random = random;
    this.stage = settings.open(this);
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
    if (this.next === undefined) this.#link.output(data);
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
    const capacityBytes = this.#capacityBytes;
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
