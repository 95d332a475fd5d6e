import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOver, ticksBetween } from './chart.ts';

describe('an x axis', () => {
  it('places times in per cent of its width and holds those outside at its ends', () => {
    const place = axisOver(1_000, 5_000);
    expect([1_000, 2_000, 5_000, 0, 9_000].map(place)).toEqual(['0%', '25%', '100%', '0%', '100%']);
  });

  it('does not divide by nothing', () => {
    expect(axisOver(5, 5)(5)).toBe('0%');
  });
});

describe('ticks', () => {
  it('stand at round steps', () => {
    expect(ticksBetween(0, 10_000, 7)).toEqual([0, 2_000, 4_000, 6_000, 8_000, 10_000]);
    expect(ticksBetween(0, 380, 7)).toEqual([0, 100, 200, 300]);
  });

  it('are never more than asked for, and all within', () => {
    assert(
      property(
        double({ min: 0, max: 1e5, noNaN: true }),
        double({ min: 0.001, max: 1e7, noNaN: true }),
        (from, span) => {
          const ticks = ticksBetween(from, from + span, 7);
          return ticks.length <= 8 && ticks.every((tick) => tick >= from && tick <= from + span);
        },
      ),
    );
  });
});
