import type { Interval } from '../../model/time.ts';

/** How long a process has waited for a processor in all its life, as read within a moment. */
export interface WaitSample {
  /** Milliseconds of the caller's monotonic clock, before and after the reading. */
  readonly before: number;
  readonly after: number;
  readonly waitedMs: number;
}

/** A span in which a process waited longer than it should. */
export interface Starvation extends Interval {
  readonly stalledMs: number;
}

/**
 * Reads `/proc/<pid>/schedstat` (kernel documentation, scheduler/sched-stats): nanoseconds run, nanoseconds
 * waited on a run queue, time slices.
 * @returns milliseconds waited, or `undefined` where the text is something else
 */
export function parseSchedstat(text: string): number | undefined {
  const match = /^\d+ (\d+) \d+$/.exec(text.trim());
  return match?.[1] === undefined ? undefined : Number(match[1]) / 1e6;
}

/**
 * Reads the `some` line of `/proc/pressure/cpu` (kernel documentation, accounting/psi): in total, how long some
 * task waited for a processor.
 * @returns milliseconds waited, or `undefined` where the text is something else
 */
export function parsePressure(text: string): number | undefined {
  const match = /^some .*\btotal=(\d+)$/m.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]) / 1e3;
}

/** Watches one series of samples for spans in which the wait grew by more than a threshold. */
export interface WaitTracker {
  /** Takes the next sample; a span that has come to its end with it. */
  observe(sample: WaitSample): Starvation | undefined;
  /** There will be no more samples: the span that is still open. */
  close(): Starvation | undefined;
}

/** How a tracker judges: more than `thresholdMs` of waiting within `windowMs`. */
export interface WaitLimits {
  readonly thresholdMs: number;
  readonly windowMs: number;
}

/** Longest span that is reported as one, in milliseconds: starvation without end is to be told of while it lasts. */
const longestSpanMs = 1_000;

/** Growth between two samples, in milliseconds, that is part of any process's life. */
const noiseMs = 1;

/**
 * Looks at the growth over a sliding window, not from sample to sample: a process that gets every other time
 * slice is late without ever having waited long at a time. The span reported reaches from the first to the last
 * growth of note, no further: what comes after is not excused by it.
 */
export function trackWait({ thresholdMs, windowMs }: WaitLimits): WaitTracker {
  let recent: readonly WaitSample[] = [];
  let open:
    | { readonly from: number; to: number; readonly waitedBefore: number; waitedMs: number }
    | undefined;

  const close = (): Starvation | undefined => {
    const ended = open;
    open = undefined;
    return ended && { from: ended.from, to: ended.to, stalledMs: ended.waitedMs - ended.waitedBefore };
  };
  return {
    observe: (sample) => {
      const grew = sample.waitedMs - (recent.at(-1)?.waitedMs ?? sample.waitedMs) >= noiseMs;
      // The oldest sample kept is the youngest that is at least a window old, so that a whole window is seen.
      const start = recent.findLastIndex(({ after }) => sample.before - after >= windowMs);
      recent = [...recent.slice(Math.max(0, start)), sample];
      const grownMs = sample.waitedMs - (recent[0] ?? sample).waitedMs;
      if (grownMs <= thresholdMs) return close();
      if (open === undefined) {
        const calm = lastCalm(recent) ?? sample;
        open = {
          from: sinceWhen(calm, sample),
          to: sample.after,
          waitedBefore: calm.waitedMs,
          waitedMs: sample.waitedMs,
        };
      }
      if (grew) {
        open.to = sample.after;
        open.waitedMs = sample.waitedMs;
      }
      return sample.after - open.from >= longestSpanMs ? close() : undefined;
    },
    close,
  };
}

/** The last of these samples before the first growth of note. */
function lastCalm(samples: readonly WaitSample[]): WaitSample | undefined {
  return samples.find((sample, index) => {
    const next = samples[index + 1];
    return next !== undefined && next.waitedMs - sample.waitedMs >= noiseMs;
  });
}

/**
 * When the waiting that was seen to have grown began at the latest. The kernel adds a wait when it is over, so a
 * growth longer than the time between two samples began before the first of them.
 */
function sinceWhen(oldest: WaitSample, newest: WaitSample): number {
  return Math.min(oldest.before, newest.before - (newest.waitedMs - oldest.waitedMs));
}
