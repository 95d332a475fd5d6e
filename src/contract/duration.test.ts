import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDurationMs } from '../model/time.ts';
import { duration, positiveDuration } from './duration.ts';

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const unit = fc.constantFrom<keyof typeof units>('ms', 's', 'm', 'h', 'd');
/** What people write, right and nearly right. */
const attempt = fc.stringMatching(/^-?\d{0,3}(\.\d{0,3})?[ ]?(ms|s|m|h|d|sec|M)?$/);

describe('a duration', () => {
  it('is a number of milliseconds, seconds, minutes, hours or days', () => {
    fc.assert(
      fc.property(fc.nat(100_000), unit, (count, of) => {
        expect(duration.parse(`${count}${of}`)).toBe(count * units[of]);
      }),
    );
  });

  it('keeps fractions exactly, to the microsecond', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), (microseconds) => {
        const seconds = `${Math.floor(microseconds / 1_000_000)}.${String(microseconds % 1_000_000).padStart(6, '0')}`;
        expect(duration.parse(`${seconds}s`)).toBe(microseconds / 1_000);
      }),
    );
  });

  it('is accepted by the schema exactly when it can be parsed', () => {
    fc.assert(
      fc.property(attempt, (text) => {
        expect(duration.safeParse(text).data).toBe(parseDurationMs(text));
      }),
    );
  });

  it('may be nothing only where nothing makes sense', () => {
    expect(duration.parse(0)).toBe(0);
    expect(duration.parse('0')).toBe(0);
    for (const nothing of [0, '0', '0s', '0.0ms'])
      expect(positiveDuration.safeParse(nothing).success).toBe(false);
  });

  it('is never a bare number', () => {
    for (const bare of [5, 250, '250', null, true]) expect(duration.safeParse(bare).success).toBe(false);
  });
});
