import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentNow, msBetween } from './policy-age.ts';

const then = fc.record({
  wallMs: fc.integer({ min: 0, max: 1e12 }),
  uptimeMs: fc.integer({ min: 0, max: 1e9 }),
});
const elapsed = fc.integer({ min: 0, max: 1e8 });
const setBy = fc.integer({ min: -1e9, max: 1e9 });

describe('the age of a policy across a restart', () => {
  it('is the time that went by, whoever tells it', () => {
    fc.assert(
      fc.property(then, elapsed, (at, ms) => {
        const now = { wallMs: at.wallMs + ms, uptimeMs: at.uptimeMs + ms };
        expect(msBetween(at, now)).toBe(ms);
      }),
    );
  });

  it('is never less than the time that went by, however the wall clock was set meanwhile', () => {
    fc.assert(
      fc.property(then, elapsed, setBy, (at, ms, set) => {
        const now = { wallMs: at.wallMs + ms + set, uptimeMs: at.uptimeMs + ms };
        expect(msBetween(at, now)).toBeGreaterThanOrEqual(ms);
      }),
    );
  });

  it('goes by the wall clock where the machine was started anew', () => {
    expect(msBetween({ wallMs: 1_000, uptimeMs: 900 }, { wallMs: 3_500, uptimeMs: 10 })).toBe(2_500);
  });

  it('is endless where the wall clock went back', () => {
    expect(msBetween({ wallMs: 1_000, uptimeMs: 0 }, { wallMs: 999, uptimeMs: 5 })).toBe(Infinity);
  });

  it('does not shrink between two moments of this process', () => {
    const at = momentNow();
    expect(msBetween(at, momentNow())).toBeGreaterThanOrEqual(0);
  });
});
