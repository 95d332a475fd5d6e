import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { JournalEvent } from '../model/event.ts';
import { eventSchema } from './event-schema.ts';

/** Intersections and mutable properties written out, so that two descriptions of one shape are one type. */
type Flat<T> = T extends readonly (infer Item)[]
  ? readonly Flat<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Flat<T[Key]> }
    : T;

describe('the journal schema', () => {
  it('describes the events of the model', () => {
    // Compiles only while they are the same, optional fields included.
    expectTypeOf<Flat<z.infer<typeof eventSchema>>>().toEqualTypeOf<Flat<JournalEvent>>();
  });

  it('refuses an unknown key and an unknown type', () => {
    const phase = { type: 'phase', t: 1, phase: 'steady', edge: 'start' };
    expect(eventSchema.safeParse(phase).success).toBe(true);
    expect(eventSchema.safeParse({ ...phase, colour: 'red' }).success).toBe(false);
    expect(eventSchema.safeParse({ ...phase, type: 'phrase' }).success).toBe(false);
  });
});
