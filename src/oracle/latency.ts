import type { LatencyRow } from '../model/result.ts';
import type { JudgedObservation } from './judge-observation.ts';
import type { FaultSpan } from './world/fault-span.ts';

export interface LatencyMeter {
  note(one: JudgedObservation): void;
  result(): readonly LatencyRow[];
}

/**
 * Latency before, during and after the faults, from the moment the schedule wanted the request sent: a harness that
 * falls behind must not flatter the application. Every figure is kept (a number each), so that percentiles are exact. A row
 * without observations is left out.
 */
export function latencyMeter(faults: readonly FaultSpan[], observations: number): LatencyMeter {
  const from = Math.min(Infinity, ...faults.map((span) => span.possible.from));
  const to = Math.max(-Infinity, ...faults.map((span) => span.possible.to));
  const room = (): { count: number; readonly ms: Float64Array } => ({
    count: 0,
    ms: new Float64Array(observations),
  });
  const groups = { before: room(), during: room(), after: room() };
  return {
    note({ seen }) {
      const when = seen.received < from ? 'before' : seen.sent > to ? 'after' : 'during';
      const group = groups[when];
      group.ms[group.count] = Math.max(0, seen.tookMs ?? seen.received - Math.min(seen.intended, seen.sent));
      group.count += 1;
    },
    result: () =>
      (['before', 'during', 'after'] as const).flatMap((when) => {
        const sorted = groups[when].ms.subarray(0, groups[when].count).toSorted();
        if (sorted.length === 0) return [];
        const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
        return [{ when, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), n: sorted.length }];
      }),
  };
}
