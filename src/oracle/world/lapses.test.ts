import { beforeEach, describe, expect, it } from 'vitest';
import type { CanaryEvent, FaultEvent } from '../../model/event.ts';
import type { FaultEffect, FaultSpec } from '../../model/fault.ts';
import { journalOf } from '../testing/journal-builder.ts';
import { testPlan } from '../testing/test-plan.ts';
import { faultSpans } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';
import { certainSpans, unexplained } from './lapses.ts';

function spanOf(spec: FaultSpec, effect: FaultEffect = { kind: 'out' }): FaultSpan {
  const plan = testPlan({ faults: [spec] });
  const events = journalOf(plan)
    .fault('outage/1', { effect, requested: 2_000, effective: 2_100, healRequested: 7_000, healed: 7_100 })
    .events();
  const [span] = faultSpans(
    plan,
    events.filter((event): event is FaultEvent => event.type === 'fault'),
  );
  if (span === undefined) throw new Error('no span');
  return span;
}

function canary(sent: number, symptom: string, parts: Partial<CanaryEvent> = {}): CanaryEvent {
  return {
    type: 'canary',
    path: 'r0.policy-service',
    dependency: 'policy-service',
    sent,
    received: sent + 4,
    symptom,
    ...parts,
  };
}

describe('where a fault certainly held', () => {
  let refused: FaultSpan;

  beforeEach(() => {
    refused = spanOf({ type: 'refused', on: 'policy-service' });
  });

  it('is all of its window while nothing contradicts it', () => {
    expect(certainSpans(refused, 'r0', [])).toEqual([{ from: 2_100, to: 7_000 }]);
    expect(certainSpans(refused, 'r0', [canary(3_000, 'ECONNREFUSED'), canary(7_050, 'ok')])).toEqual([
      { from: 2_100, to: 7_000 },
    ]);
  });

  it('leaves out everything around a canary that came through', () => {
    const canaries = [
      canary(3_000, 'ECONNREFUSED'),
      canary(4_000, 'ok'),
      canary(4_500, 'ok'),
      canary(5_000, 'ECONNREFUSED'),
    ];
    expect(certainSpans(refused, 'r0', canaries)).toEqual([
      { from: 2_100, to: 3_000 },
      { from: 5_004, to: 7_000 },
    ]);
    expect(certainSpans(refused, 'r1', canaries)).toEqual([{ from: 2_100, to: 7_000 }]);
  });

  it('ends with the last canary that showed it, if none does again', () => {
    expect(certainSpans(refused, 'r0', [canary(3_000, 'ECONNREFUSED'), canary(4_000, 'ok')])).toEqual([
      { from: 2_100, to: 3_000 },
    ]);
  });

  it('is not touched by whole answers where a fault lets some through, or only delays them', () => {
    const half = spanOf({ type: 'half-answer', on: 'policy-service', bytes: 90 }, { kind: 'maybe-out' });
    expect(certainSpans(half, 'r0', [canary(4_000, 'ok')])).toHaveLength(1);
    const slow = spanOf({ type: 'latency', on: 'policy-service', latencyMs: 600, jitterMs: 0 });
    expect(certainSpans(slow, 'r0', [canary(4_000, 'ok', { received: 4_605 })])).toHaveLength(1);
    const uneven = spanOf({ type: 'latency', on: 'policy-service', latencyMs: 600, jitterMs: 100 });
    expect(certainSpans(uneven, 'r0', [canary(4_000, 'ok', { received: 4_550 })])).toHaveLength(1);
    expect(certainSpans(uneven, 'r0', [canary(4_000, 'ok', { received: 4_490 })])).toEqual([
      { from: 2_100, to: 2_100 },
    ]);
    expect(certainSpans(slow, 'r0', [canary(4_000, 'ok'), canary(5_000, 'ok', { received: 5_605 })])).toEqual(
      [
        { from: 2_100, to: 2_100 },
        { from: 5_605, to: 7_000 },
      ],
    );
  });

  it('is nowhere without a proof, or on the way of a replica that it does not concern', () => {
    expect(certainSpans({ ...refused, certain: null }, 'r0', [])).toEqual([]);
    expect(certainSpans({ ...refused, spec: { ...refused.spec, replica: 'r1' } }, 'r0', [])).toEqual([]);
  });
});

describe('canaries that nothing explains', () => {
  let refused: FaultSpan;

  beforeEach(() => {
    refused = spanOf({ type: 'refused', on: 'policy-service' });
  });

  it('are those that failed on a way where no fault may have held', () => {
    const before = canary(1_000, 'timeout');
    const elsewhere = canary(3_000, 'timeout', { path: 'r0.log-sink', dependency: 'log-sink' });
    const all = [
      before,
      canary(1_100, 'ok'),
      canary(3_000, 'ECONNREFUSED'),
      canary(7_050, 'ECONNRESET'),
      elsewhere,
    ];
    expect(unexplained(all, [refused])).toEqual([before, elsewhere]);
  });
});
