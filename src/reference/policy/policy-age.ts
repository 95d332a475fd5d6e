import { uptime } from 'node:os';

/** One moment, on two clocks that outlive a process. */
export interface Moment {
  /** The wall clock, in milliseconds since 1970. Anybody may set it. */
  readonly wallMs: number;
  /** Milliseconds since the machine was started. Nobody can set it, but it begins anew with the machine. */
  readonly uptimeMs: number;
}

/** This moment. */
export function momentNow(): Moment {
  return { wallMs: Date.now(), uptimeMs: uptime() * 1_000 };
}

/**
 * Milliseconds from one moment to another that a later process sees. Where the clocks disagree the longer time
 * counts, and where the wall clock stands before `then` the time is endless: what cannot be known is old, never young.
 */
export function msBetween(then: Moment, now: Moment): number {
  if (now.wallMs < then.wallMs) return Infinity;
  // Less uptime than before means that the machine was started anew.
  return Math.max(now.wallMs - then.wallMs, now.uptimeMs - then.uptimeMs);
}
