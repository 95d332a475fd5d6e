import { after, type Timer } from './timer.ts';

/** A right to stay that runs out unless it is renewed. */
export class Lease {
  #ttlMs: number | undefined;
  #timer: Timer | undefined;
  readonly #expired: () => void;

  /** @param expired called once when the time is over; not after `end` */
  constructor(expired: () => void) {
    this.#expired = expired;
  }

  /** Milliseconds from a renewal to the end, or `undefined` where there is no lease. */
  get ttlMs(): number | undefined {
    return this.#ttlMs;
  }

  /** Begins the time anew: with a new length, or (`undefined`) the one it has. 0 makes it last for ever. */
  renew(ttlMs: number | undefined): void {
    const length = ttlMs ?? this.#ttlMs;
    this.end();
    if (length === undefined || length === 0) return;
    this.#ttlMs = length;
    this.#timer = after(length, () => {
      this.#ttlMs = undefined;
      this.#timer = undefined;
      this.#expired();
    });
  }

  /** There is no lease any more. */
  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#ttlMs = undefined;
  }
}
