import type { ScriptOptions } from './script-input.ts';
import { thresholdOptions } from './thresholds.ts';
import type { WantedThreshold } from './thresholds.ts';

export interface LoadShape {
  readonly ratePerSecond: number;
  /** How long arrivals come, in milliseconds. */
  readonly forMs: number;
  /** Longest that one request may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly thresholds: readonly WantedThreshold[];
}

/** What an iteration takes besides its request, at the most. */
const besidesMs = 500;

/** How long k6 lets iterations end that are under way when its time is over: longer than any may take. */
export function gracefulStopMs({ deadlineMs }: Pick<LoadShape, 'deadlineMs'>): number {
  return deadlineMs + 10 * besidesMs;
}

/**
 * The options of k6 for a load: arrivals at a constant rate whatever becomes of the requests, which takes as many virtual users as may
 * have a request under way at once. Where even those do not suffice k6 drops arrivals, and says so.
 */
export function k6Options(shape: LoadShape): ScriptOptions {
  const { ratePerSecond, forMs, deadlineMs } = shape;
  const atOnce = (ms: number): number => Math.ceil((ratePerSecond * ms) / 1_000) + 2;
  return {
    scenarios: {
      background: {
        executor: 'constant-arrival-rate',
        // Whole numbers only: of a minute, every rate that a scenario can have is one, near enough.
        rate: Math.max(1, Math.round(ratePerSecond * 60)),
        timeUnit: '1m',
        duration: `${Math.ceil(forMs)}ms`,
        preAllocatedVUs: atOnce(deadlineMs / 4),
        maxVUs: atOnce(deadlineMs + besidesMs),
        gracefulStop: `${gracefulStopMs(shape)}ms`,
      },
    },
    thresholds: thresholdOptions(shape.thresholds),
    summaryTrendStats: ['count', 'p(99)', 'max'],
    systemTags: ['method', 'name', 'status', 'error_code', 'scenario'],
  };
}
