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
  ] satisfies [FaultSpec, FaultEffect['kind']][])('%j: %s', (spec, kind) => {
    expect(effect(spec)).toEqual({ kind });
  });

  it('names the decision input that it spoils', () => {
    expect(effect({ type: 'frozen', on: 'context-service' })).toEqual({
      kind: 'input-frozen',
      input: 'context.risk',
    });
    expect(effect({ type: 'missing-attribute', on: 'context-service', attribute: 'risk' })).toEqual({
      kind: 'input-missing',
      input: 'context.risk',
    });
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
