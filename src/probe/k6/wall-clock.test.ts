import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareClocks } from './wall-clock.ts';

describe('a moment of the wall clock', () => {
  it('was within what is said of it, also while the wall clock is slewed and set', () => {
    const step = fc.record({
      passesMs: fc.double({ min: 0.01, max: 300, noNaN: true }),
      movesMs: fc.oneof(fc.double({ min: -0.2, max: 0.2, noNaN: true }), fc.constantFrom(0, -50, 1_000)),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        let true_ = 100;
        let ahead = 1_700_000_000_000.4;
        const clocks = compareClocks(
          () => true_,
          () => Math.floor(true_ + ahead),
        );
        for (const { passesMs, movesMs } of steps) {
          true_ += passesMs;
          const moment = true_;
          const read = Math.floor(true_ + ahead);
          true_ += 0.5;
          clocks.compare();
          const { from, to } = clocks.at(read);
          expect(from).toBeLessThanOrEqual(moment + 1e-3);
          expect(to).toBeGreaterThanOrEqual(moment - 1e-3);
          // It moves only between a comparison and the next moment.
          ahead += Math.max(movesMs, 0);
        }
      }),
    );
  });

  it('is known to some milliseconds', () => {
    let now = 0;
    const clocks = compareClocks(
      () => now,
      () => Math.floor(now + 5_000),
    );
    now = 100;
    clocks.compare();
    const { from, to } = clocks.at(5_050);
    expect(from).toBeGreaterThan(48);
    expect(to).toBeLessThan(53);
  });
});
