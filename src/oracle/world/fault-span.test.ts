import { describe, expect, it } from 'vitest';
import type { FaultEvent } from '../../model/event.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { FaultTimes } from '../testing/journal-builder.ts';
import { testPlan } from '../testing/test-plan.ts';
import { concerns, faultSpans } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';

const plan = testPlan({ faults: [{ type: 'refused', on: 'policy-service' }] });

function spanOf(times: FaultTimes): FaultSpan | undefined {
  const events = journalOf(plan).fault('outage/1', times).events();
  return faultSpans(
    plan,
    events.filter((event): event is FaultEvent => event.type === 'fault'),
  )[0];
}

describe('a fault as the oracle sees it', () => {
  it('may hold from its request to its proved healing, and certainly does from its proof to the request to heal', () => {
    const span = spanOf({ requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 });
    expect(span?.possible).toEqual({ from: 2_000, to: 7_040 });
    expect(span?.certain).toEqual({ from: 2_050, to: 7_000 });
    // The phase after the fault says that all is normal after one second.
    expect(span?.lingersUntil).toBe(8_040);
  });

  it('is never certain without a proof, and never over without a proof of healing', () => {
    const span = spanOf({ requested: 2_000, healRequested: 7_000 });
    expect(span?.certain).toBeNull();
    expect(span?.possible.to).toBe(Infinity);
    expect(span?.lingersUntil).toBe(Infinity);
  });

  it('that was lost while it should have held is never certain', () => {
    const span = spanOf({
      requested: 2_000,
      effective: 2_050,
      failed: 4_000,
      healRequested: 7_000,
      healed: 7_040,
    });
    expect(span?.failed).toBe(true);
    expect(span?.certain).toBeNull();
  });

  it('that was found lost just as it was to be healed was lost', () => {
    const span = spanOf({
      requested: 2_000,
      effective: 2_050,
      failed: 7_000,
      healRequested: 7_000,
      healed: 7_040,
    });
    expect(span?.certain).toBeNull();
  });

  it('that could only be healed at the second attempt held until the first', () => {
    const span = spanOf({
      requested: 2_000,
      effective: 2_050,
      healRequested: 7_000,
      failed: 7_500,
      healed: 9_000,
    });
    expect(span?.failed).toBe(false);
    expect(span?.certain).toEqual({ from: 2_050, to: 7_000 });
  });

  it('in the last phase lets the fallback go on as long as the contract says', () => {
    const last = { ...plan, phases: plan.phases.slice(0, 2) };
    const events = journalOf(last)
      .fault('outage/1', { requested: 2_000, healRequested: 7_000, healed: 7_100 })
      .events();
    const [span] = faultSpans(
      last,
      events.filter((event): event is FaultEvent => event.type === 'fault'),
    );
    expect(span?.lingersUntil).toBe(9_100);
  });

  it('lets the fallback go on as the phase after its own says, not as another fault’s', () => {
    const two = testPlan({
      faults: [
        { type: 'refused', on: 'policy-service' },
        { type: 'refused', on: 'log-sink' },
      ],
    });
    const short = {
      ...two,
      faults: two.faults.map((fault, index) => ({ ...fault, to: index === 0 ? 12_000 : 7_000 })),
    };
    const times = { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_100 };
    const events = journalOf(short).fault('outage/1', times).fault('outage/2', times).events();
    const spans = faultSpans(
      short,
      events.filter((event): event is FaultEvent => event.type === 'fault'),
    );
    expect(spans.map((span) => [span.id, span.lingersUntil])).toEqual([
      ['outage/1', 9_100],
      ['outage/2', 8_100],
    ]);
  });

  it('concerns every consumer unless it names one', () => {
    const one = testPlan({ faults: [{ type: 'refused', on: 'policy-service', replica: 'r1' }] });
    const events = journalOf(one).fault('outage/1', { requested: 2_000 }).events();
    const [span] = faultSpans(
      one,
      events.filter((event): event is FaultEvent => event.type === 'fault'),
    );
    expect(span && concerns(span, 'r1')).toBe(true);
    expect(span && concerns(span, 'r0')).toBe(false);
    const everywhere = spanOf({ requested: 2_000 });
    expect(everywhere && concerns(everywhere, 'r0')).toBe(true);
  });
});
