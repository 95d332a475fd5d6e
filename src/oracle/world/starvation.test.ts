import { describe, expect, it } from 'vitest';
import type { FaultEvent, StallEvent } from '../../model/event.ts';
import { journalOf } from '../testing/journal-builder.ts';
import { testContract, testPlan } from '../testing/test-plan.ts';
import { faultSpans } from './fault-span.ts';
import { shortestTimeoutMs, starvation } from './starvation.ts';

const stall = (from: number, to: number, parts: Partial<StallEvent> = {}): StallEvent => ({
  type: 'stall',
  from,
  to,
  source: 'cpu',
  stalledMs: to - from,
  ...parts,
});

describe('starvation', () => {
  it('is measured against the shortest declared time-out', () => {
    expect(shortestTimeoutMs(testContract)).toBe(200);
  });

  it('is near while a stall of more than a quarter of it is within the budget', () => {
    const starved = starvation(testContract, [stall(1_000, 1_051)], [], []);
    expect(starved.near({ from: 1_551, to: 1_600 })).toBe(true);
    expect(starved.near({ from: 1_552, to: 1_600 })).toBe(false);
    expect(starved.near({ from: 400, to: 500 })).toBe(true);
    expect(starved.near({ from: 400, to: 499 })).toBe(false);
  });

  it('does not come from shorter stalls', () => {
    expect(starvation(testContract, [stall(1_000, 1_050)], [], []).near({ from: 1_000, to: 1_050 })).toBe(
      false,
    );
  });

  it('does not come from a canary that a fault held up', () => {
    const plan = testPlan({ faults: [{ type: 'black-hole', on: 'policy-service' }] });
    const events = journalOf(plan).fault('outage/1', { requested: 1_000, effective: 1_100 }).events();
    const faults = faultSpans(
      plan,
      events.filter((event): event is FaultEvent => event.type === 'fault'),
    );
    const on = (path: string): boolean =>
      starvation(testContract, [stall(1_200, 1_700, { source: `canary ${path}` })], faults, []).near({
        from: 1_200,
        to: 1_300,
      });
    expect(on('r0.policy-service')).toBe(false);
    expect(on('r0.context-service')).toBe(true);
  });

  it('comes from a canary that failed without a fault', () => {
    const failed = {
      type: 'canary',
      path: 'r0.log-sink',
      dependency: 'log-sink',
      symptom: 'timeout',
    } as const;
    const starved = starvation(testContract, [], [], [{ ...failed, sent: 1_000, received: 1_500 }]);
    expect(starved.near({ from: 1_600, to: 1_700 })).toBe(true);
    expect(starved.count).toBe(1);
  });

  it('tells how much of a latency is the harness’s own', () => {
    const starved = starvation(
      testContract,
      [stall(1_000, 1_040, { source: 'harness', stalledMs: 30 }), stall(1_000, 1_400)],
      [],
      [],
    );
    expect(starved.ownDelayMs({ from: 1_030, to: 1_100 })).toBe(30);
    expect(starved.ownDelayMs({ from: 1_041, to: 1_100 })).toBe(0);
  });

  it('adds up what the source lost that lost most', () => {
    const starved = starvation(
      testContract,
      [stall(0, 100), stall(200, 300), stall(0, 100, { source: 'harness' }), stall(900, 1_100)],
      [],
      [],
    );
    expect(starved.stalledMs({ from: 0, to: 1_000 })).toBe(300);
    expect(starved.longestMs).toBe(200);
  });
});
