import type { CanaryEvent } from '../../model/event.ts';
import { overlaps } from '../../model/time.ts';
import type { Interval } from '../../model/time.ts';
import { clockGrainMs } from './clock.ts';
import { concerns } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';

/**
 * The spans of time in which a fault certainly held on a consumer's way to its dependency. A canary that came
 * through unharmed in between contradicts it (a lease that was not renewed in time takes a fault away by itself),
 * so everything from the last canary before that showed the fault to the next one that does is taken out.
 */
export function certainSpans(
  span: FaultSpan,
  consumer: string,
  canaries: readonly CanaryEvent[],
): readonly Interval[] {
  if (span.certain === null || !concerns(span, consumer)) return [];
  if (!answersAlwaysShow(span)) return [span.certain];
  const path = pathOf(consumer, span);
  let held = span.certain;
  const spans: Interval[] = [];
  let lastShown = held.from;
  let lapsed = false;
  for (const canary of canaries) {
    if (canary.path !== path || canary.sent < span.certain.from || canary.received > span.certain.to)
      continue;
    if (cameThrough(span, canary)) {
      if (!lapsed) spans.push({ from: held.from, to: lastShown });
      lapsed = true;
    } else if (lapsed) {
      held = { from: canary.received, to: span.certain.to };
      lastShown = canary.received;
      lapsed = false;
    } else lastShown = canary.sent;
  }
  if (!lapsed) spans.push(held);
  return spans;
}

/** Canaries that failed although no fault held on their way: something else was wrong, with the machine or the environment. */
export function unexplained(
  canaries: readonly CanaryEvent[],
  faults: readonly FaultSpan[],
): readonly CanaryEvent[] {
  return canaries.filter((canary) => {
    if (canary.symptom === 'ok') return false;
    const consumer = consumerOf(canary.path);
    const during = { from: canary.sent, to: canary.received };
    return !faults.some(
      (span) =>
        span.spec.on === canary.dependency && concerns(span, consumer) && overlaps(span.possible, during),
    );
  });
}

/** Where canaries go to see a fault: along the way to a dependency, or straight to the replica itself. */
function pathOf(consumer: string, { spec }: FaultSpan): string {
  return spec.on === 'app' ? consumer : `${consumer}.${spec.on}`;
}

/** The consumer in `<consumer>.<dependency>`; a path that leads straight to a replica is its name. */
export function consumerOf(path: string): string {
  const point = path.indexOf('.');
  return point < 0 ? path : path.slice(0, point);
}

/** Whether a canary shows that the fault did not hold: a slow answer is a whole one, so there its time tells. */
function cameThrough({ spec }: FaultSpan, { symptom, sent, received }: CanaryEvent): boolean {
  if (symptom !== 'ok') return false;
  return spec.type !== 'latency' || received - sent < spec.latencyMs - spec.jitterMs - clockGrainMs;
}

/** Whether every single canary must show the fault while it holds. */
function answersAlwaysShow(span: FaultSpan): boolean {
  return span.effect.kind !== 'maybe-out' && span.effect.kind !== 'slow';
}
