import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState, sha256Of, type StateRecord } from './policy-state.ts';

const digest = fc.string().map(sha256Of);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0));
const record: fc.Arbitrary<StateRecord> = fc.record({
  bundle: fc.option(fc.record({ sha256: digest, etag: fc.option(fc.string()) })),
  confirmation: fc.option(
    fc.record({ at: fc.option(number), requested: fc.record({ wallMs: number, uptimeMs: number }) }),
  ),
  highest: fc.option(fc.record({ revision: fc.integer({ min: 1 }), digest: fc.string() })),
});

describe('the state of a policy on disk', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(record, (state) => {
        expect(decodeState(encodeState(state))).toEqual(state);
      }),
    );
  });

  it('is noticed when any one character of it has changed, or its end is missing', () => {
    fc.assert(
      fc.property(record, fc.nat(), fc.constantFrom('0', '1', 'e', ' ', '"'), (state, place, other) => {
        const text = encodeState(state);
        const at = place % text.length;
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(isRead(changed)).toBe(meaning(changed) === meaning(text));
        expect(isRead(text.slice(0, at))).toBe(false);
      }),
    );
  });
});

/** What a text says as JSON, however it is written; the text itself where it is none. */
function meaning(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function isRead(text: string): boolean {
  try {
    decodeState(text);
    return true;
  } catch {
    return false;
  }
}
