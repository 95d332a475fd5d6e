/** Tells those who wait that something may have changed. */
export interface Doorbell {
  readonly ring: () => void;
  /** How often it has rung, by which one can tell that it has since. */
  rings(): number;
  /** Resolves once it rings, the time is over or `gone` is aborted. Never rejects. */
  heardWithin(ms: number, gone: AbortSignal): Promise<void>;
  /** How many wait for it. */
  waiting(): number;
  /** Rings once more; from then on nobody has to wait. */
  close(): void;
  closed(): boolean;
}

export function createDoorbell(): Doorbell {
  const waiting = new Set<() => void>();
  let rings = 0;
  let closed = false;

  function ring(): void {
    rings += 1;
    for (const hear of waiting) hear();
  }

  return {
    ring,
    rings: () => rings,
    async heardWithin(ms, gone) {
      if (closed || gone.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const hear = (): void => resolve();
      const timer = setTimeout(hear, ms);
      waiting.add(hear);
      gone.addEventListener('abort', hear, { once: true });
      await promise;
      clearTimeout(timer);
      waiting.delete(hear);
      gone.removeEventListener('abort', hear);
    },
    waiting: () => waiting.size,
    close() {
      closed = true;
      ring();
    },
    closed: () => closed,
  };
}
