import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOf, createHeldInputs, judgeInput, notAValue } from './held-inputs.ts';

const risk = { name: 'context.risk', maxAgeMs: 2_000, onStale: 'deny', onMissing: 'deny' } as const;
const alice = { type: 'User', id: 'alice', properties: {} };

describe('judging an input', () => {
  it('lets a decision rest on a value exactly while it is no older than its bound', () => {
    const ms = fc.integer({ min: 0, max: 5_000 });
    fc.assert(
      fc.property(ms, ms, (ageOnArrivalMs, waited) => {
        const held = { value: 'low', ageOnArrivalMs, arrivedAt: 10_000 };
        const usable = judgeInput(risk, held, 10_000 + waited).kind === 'usable';
        expect(usable).toBe(ageOnArrivalMs + waited <= risk.maxAgeMs);
      }),
    );
  });

  it('denies without a value, unless the contract ignores that', () => {
    expect(judgeInput(risk, undefined, 0)).toEqual({ kind: 'deny', reason: 'context.risk is missing' });
    expect(judgeInput({ ...risk, onMissing: 'ignore' }, undefined, 0).kind).toBe('usable');
  });

  it('goes on with a stale value only where the contract ignores that', () => {
    const held = { value: 'low', ageOnArrivalMs: 2_001, arrivedAt: 0 };
    expect(judgeInput(risk, held, 0)).toEqual({ kind: 'deny', reason: 'context.risk is stale: 2001 ms old' });
    expect(judgeInput({ ...risk, onStale: 'ignore' }, held, 0).kind).toBe('usable');
    expect(judgeInput({ ...risk, maxAgeMs: null }, held, 0).kind).toBe('usable');
  });

  it('forgives a clock that is a little ahead, and never counts it as youth', () => {
    const held = { value: 'low', ageOnArrivalMs: -1_500, arrivedAt: 0 };
    expect(ageOf(held, 2_000)).toBe(2_000);
    expect(judgeInput(risk, held, 2_000).kind).toBe('usable');
    expect(judgeInput(risk, held, 2_001).kind).toBe('deny');
  });
});

const said = (value: unknown, ageOnArrivalMs = 0) => ({ value, ageOnArrivalMs });

describe('what a source gives as a value', () => {
  const text = { type: 'text', maxAgeMs: 2_000 } as const;

  it('is one of the declared type', () => {
    expect(notAValue(text, said('low'))).toBeUndefined();
    for (const value of [1, true, ['low'], { risk: 'low' }])
      expect(notAValue(text, said(value))).toBe('a value that is no text');
    expect(notAValue({ ...text, type: 'boolean' }, said('true'))).toBe('a value that is no boolean');
    expect(notAValue({ ...text, type: 'number' }, said(1))).toBeUndefined();
    expect(notAValue({ ...text, type: null }, said(['anything']))).toBeUndefined();
  });

  it('has a time stamp, no further in the future than clocks differ', () => {
    expect(notAValue(text, said('low', -3_000))).toBeUndefined();
    expect(notAValue(text, said('low', -3_001))).toBe('a value of the future');
    expect(notAValue(text, said('low', NaN))).toBe('a value without a time stamp');
  });
});

describe('held inputs', () => {
  it('keep the fresher of two values, whichever came last', () => {
    const held = createHeldInputs();
    const fresh = { value: 'high', ageOnArrivalMs: 5, arrivedAt: 100 };
    const overtaken = { value: 'low', ageOnArrivalMs: 50, arrivedAt: 101 };
    expect(held.keep('context.risk', alice, fresh)).toBe(fresh);
    expect(held.keep('context.risk', alice, overtaken)).toBe(fresh);
    expect(held.get('context.risk', alice)).toBe(fresh);
  });

  it('belong to one subject', () => {
    const held = createHeldInputs();
    held.keep('context.risk', alice, { value: 'low', ageOnArrivalMs: 0, arrivedAt: 0 });
    expect(held.get('context.risk', { ...alice, type: 'Agent' })).toBeUndefined();
  });
});
