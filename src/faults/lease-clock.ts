/**
 * Tells whether a lease certainly held without a gap. Whoever grants it starts counting somewhere between our
 * request and its answer, so only a renewal that was answered within `leaseMs` of the *sending* of the one
 * before is certain to have come in time.
 */
export interface LeaseClock {
  /** Runs a grant or a renewal; `false` where the lease may have run out before it. */
  renewed(grant: () => Promise<void>): Promise<boolean>;
}

/** @param now a monotonic clock in milliseconds */
export function leaseClock(leaseMs: number, now: () => number): LeaseClock {
  let lastSent = Number.POSITIVE_INFINITY;
  return {
    renewed: async (grant) => {
      const sent = now();
      await grant();
      const inTime = now() - lastSent < leaseMs;
      lastSent = sent;
      return inTime;
    },
  };
}
