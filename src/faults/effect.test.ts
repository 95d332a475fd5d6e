import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultEffect, FaultSpec } from '../model/fault.ts';
import { showsHealed } from './healed.ts';
import { faultFor } from './registry.ts';

const context = { timeoutMs: 200, budgetMs: 500 };
const on = 'policy-service';

function effect(spec: FaultSpec): FaultEffect {
  return faultFor(spec).effect(spec, context);
}

describe('what a fault makes of its dependency', () => {
  it.each([
    [{ type: 'refused', on }, 'out'],
    [{ type: 'black-hole', on }, 'out'],
    [{ type: 'reset', on }, 'out'],
    [{ type: 'half-answer', on, bytes: 40 }, 'out'],
    [{ type: 'half-answer', on, bytes: 400 }, 'maybe-out'],
    [{ type: 'half-answer', on: 'log-sink', bytes: 40 }, 'maybe-out'],
    [{ type: 'status', on, status: 500 }, 'lying'],
    [{ type: 'malformed', on }, 'lying'],
    [{ type: 'latency', on, latencyMs: 1_000, jitterMs: 100 }, 'out'],
    [{ type: 'latency', on, latencyMs: 220, jitterMs: 20 }, 'maybe-out'],
    [{ type: 'latency', on, latencyMs: 50, jitterMs: 50 }, 'slow'],
    // 80 bytes, no shorter answer is believed, take 800 ms; of a bundle nobody knows how long it is.
    [{ type: 'drip', on, bytesPerSecond: 100 }, 'out'],
    [{ type: 'drip', on, bytesPerSecond: 1_000 }, 'maybe-out'],
    [{ type: 'drip', on, bytesPerSecond: 100_000 }, 'slow'],
    [{ type: 'drip', on: 'bundle-service', bytesPerSecond: 100_000 }, 'maybe-out'],
    [{ type: 'sliced', on, pieceBytes: 16, pauseMs: 60 }, 'out'],
    [{ type: 'sliced', on, pieceBytes: 16, pauseMs: 20 }, 'maybe-out'],
    [{ type: 'sliced', on, pieceBytes: 48, pauseMs: 1 }, 'slow'],
    [{ type: 'flapping', on, downMs: 300, upMs: 300 }, 'maybe-out'],
    [{ type: 'redirect', on }, 'lying'],
    [{ type: 'empty', on }, 'lying'],
    [{ type: 'wrong-content-type', on }, 'lying'],
    [{ type: 'missing-attribute', on, attribute: 'decision' }, 'lying'],
    [{ type: 'wrong-type', on, attribute: 'decision' }, 'lying'],
    [{ type: 'other-answer', on }, 'lying'],
    [{ type: 'endless', on }, 'out'],
    [{ type: 'credential-revoked', on }, 'out'],
    [{ type: 'credential-rotated', on }, 'interrupted'],
    [{ type: 'paused', on }, 'out'],
    [{ type: 'paused', on: 'app' }, 'taken-away'],
    [{ type: 'killed', on: 'app' }, 'taken-away'],
    // Nothing that can be believed confirms the policy any more.
    [{ type: 'frozen', on: 'bundle-service' }, 'out'],
    [{ type: 'untrusted-bundle', on: 'bundle-service', variant: 'unsigned' }, 'out'],
  ] satisfies [FaultSpec, FaultEffect['kind']][])('%j: %s', (spec, kind) => {
    expect(effect(spec)).toEqual({ kind });
  });

  const input = 'context.risk';
  it.each([
    [
      { type: 'frozen', on: 'context-service' },
      { kind: 'input-frozen', input },
    ],
    [
      { type: 'future', on: 'context-service', aheadMs: 60_000 },
      { kind: 'input-missing', input },
    ],
    [
      { type: 'replayed', on: 'context-service', ageMs: 9_000 },
      { kind: 'input-stale', input, ageMs: 9_000 },
    ],
    [
      { type: 'partial', on: 'context-service', subjects: ['alice'] },
      { kind: 'input-missing', input, subjects: ['alice'] },
    ],
    [
      { type: 'missing-attribute', on: 'context-service', attribute: 'risk' },
      { kind: 'input-missing', input },
    ],
    // A value without its time stamp is none.
    [
      { type: 'wrong-type', on: 'context-service', attribute: 'asOf' },
      { kind: 'input-missing', input },
    ],
  ] satisfies [FaultSpec, FaultEffect][])('names the decision input that it spoils: %j', (spec, spoilt) => {
    expect(effect(spec)).toEqual(spoilt);
  });

  it('says how far a clock is off', () => {
    const spec: FaultSpec = { type: 'clock-skew', on: 'app', skewMs: -5_000 };
    expect(effect(spec)).toEqual({ kind: 'clock-skewed', skewMs: -5_000 });
  });

  it('is certain only where no jitter can change it', () => {
    const ms = integer({ min: 0, max: 1_000 });
    assert(
      property(ms, ms, (latencyMs, jitterMs) => {
        const { kind } = effect({ type: 'latency', on, latencyMs, jitterMs });
        expect(kind === 'out' && latencyMs - jitterMs <= context.timeoutMs).toBe(false);
        expect(kind === 'slow' && latencyMs + jitterMs > context.timeoutMs / 2).toBe(false);
      }),
    );
  });
});

describe('what proves a latency', () => {
  const spec: FaultSpec = { type: 'latency', on, latencyMs: 300, jitterMs: 50 };

  it.each([
    { symptom: 'ok', took: 260, shows: true, healed: false },
    { symptom: 'timeout', took: 500, shows: true, healed: false },
    { symptom: 'ok', took: 20, shows: false, healed: true },
    { symptom: 'timeout', took: 100, shows: false, healed: false },
    { symptom: 'ECONNREFUSED', took: 400, shows: false, healed: false },
  ])('$symptom after $took ms: on $shows, off $healed', ({ symptom, took, shows, healed }) => {
    const canary = { symptom, sent: 1_000, received: 1_000 + took };
    expect(faultFor(spec).shows(spec, canary)).toBe(shows);
    expect(showsHealed(spec, canary)).toBe(healed);
  });
});

describe('what proves a clock that is off', () => {
  const spec: FaultSpec = { type: 'clock-skew', on: 'app', skewMs: -5_000 };

  it.each([
    { symptom: 'clock 5.00 s behind', shows: true },
    { symptom: 'clock 5.20 s behind', shows: true },
    { symptom: 'clock 5.00 s ahead', shows: false },
    { symptom: 'clock 4.00 s behind', shows: false },
    { symptom: 'ok', shows: false },
  ])('$symptom: $shows', ({ symptom, shows }) => {
    expect(faultFor(spec).shows(spec, { symptom, sent: 0, received: 1 })).toBe(shows);
  });
});
