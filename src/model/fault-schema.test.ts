import type { z } from 'zod';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { FaultEffect, FaultSpec } from './fault.ts';
import { faultSpecSchema } from './fault-schema.ts';
import type { faultEffectSchema } from './fault-schema.ts';

/** Intersections and mutable properties written out, so that two descriptions of one shape are one type. */
type Flat<T> = T extends readonly (infer Item)[]
  ? readonly Flat<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Flat<T[Key]> }
    : T;

describe('a fault as JSON', () => {
  it('is the fault of the model', () => {
    // Compiles only while they are the same, optional fields included.
    expectTypeOf<Flat<z.infer<typeof faultSpecSchema>>>().toEqualTypeOf<Flat<FaultSpec>>();
    expectTypeOf<Flat<z.infer<typeof faultEffectSchema>>>().toEqualTypeOf<Flat<FaultEffect>>();
  });

  it.each([
    { type: 'paused', on: 'app', replica: 'r0' },
    { type: 'paused', on: 'policy-service' },
    { type: 'clock-skew', on: 'app', skewMs: -3_000 },
    { type: 'status', on: 'log-sink', status: 503, retryAfterMs: 1_000 },
    { type: 'partial', on: 'context-service', subjects: ['alice'] },
  ] satisfies FaultSpec[])('stays what it is: %j', (spec) => {
    expect(faultSpecSchema.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });

  it.each([
    { type: 'killed', on: 'policy-service' },
    { type: 'refused', on: 'app' },
    { type: 'refused', on: 'policy-service', bytes: 3 },
    { type: 'drip', on: 'policy-service', bytesPerSecond: 0 },
  ])('is refused where there is no such fault: %j', (spec) => {
    expect(faultSpecSchema.safeParse(spec).success).toBe(false);
  });
});
