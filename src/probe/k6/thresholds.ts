import { z } from 'zod';
import type { LoadThreshold } from '../../model/event.ts';

/** A phase in which 99 of 100 answers are to come within a time. */
export interface WantedThreshold {
  readonly phase: string;
  readonly p99Ms: number;
}

/** The metric that k6 holds against it: its own figure, of the requests that the script tagged with the phase. */
function metricOf({ phase }: WantedThreshold): string {
  return `http_req_duration{window:${phase}}`;
}

function expressionOf({ p99Ms }: WantedThreshold): string {
  return `p(99)<${p99Ms}`;
}

/** The thresholds in k6's words. */
export function thresholdOptions(wanted: readonly WantedThreshold[]): Readonly<Record<string, string[]>> {
  return Object.fromEntries(wanted.map((one) => [metricOf(one), [expressionOf(one)]]));
}

/** The metrics of k6's end-of-test summary, as `handleSummary` gets them. */
const summary = z.record(
  z.string(),
  z.object({
    values: z.record(z.string(), z.number().nullable()).optional(),
    thresholds: z.record(z.string(), z.object({ ok: z.boolean() })).optional(),
  }),
);

/**
 * What k6 says of the thresholds in its summary; one of which it says nothing is left out.
 * @throws where the text is no summary of k6's
 */
export function readThresholds(text: string, wanted: readonly WantedThreshold[]): readonly LoadThreshold[] {
  const metrics = summary.parse(JSON.parse(text));
  return wanted.flatMap((one): LoadThreshold[] => {
    const metric = metrics[metricOf(one)];
    const threshold = metric?.thresholds?.[expressionOf(one)];
    if (metric === undefined || threshold === undefined) return [];
    const answers = metric.values?.['count'] ?? 0;
    return [
      {
        phase: one.phase,
        withinMs: one.p99Ms,
        answers,
        // k6 says 0 of no answers at all.
        p99Ms: answers === 0 ? null : (metric.values?.['p(99)'] ?? null),
        held: threshold.ok,
      },
    ];
  });
}
