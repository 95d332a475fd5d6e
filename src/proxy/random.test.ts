import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

function numbers(seed: number, key: string, count = 10_000): number[] {
  const random = seededRandom(seed, key);
  return Array.from({ length: count }, random);
}

describe('seededRandom', () => {
  it('repeats itself for the same seed and key only', () => {
    expect(numbers(1, 'a', 5)).toEqual(numbers(1, 'a', 5));
    expect(numbers(1, 'a', 5)).not.toEqual(numbers(1, 'b', 5));
    expect(numbers(1, 'a', 5)).not.toEqual(numbers(2, 'a', 5));
  });

  it('is even enough over [0, 1)', () => {
    const drawn = numbers(7, 'even');
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    const buckets = Array.from(
      { length: 10 },
      (_none, tenth) => drawn.filter((n) => Math.floor(n * 10) === tenth).length,
    );
    for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('draws the first number of neighbouring connections independently', () => {
    const firsts = Array.from({ length: 10_000 }, (_none, index) => seededRandom(7, `p/${index}/toxic`)());
    const low = firsts.filter((first) => first < 0.2).length;
    expect(Math.abs(low - 2_000)).toBeLessThan(200);
    const repeats = firsts.filter(
      (first, index) => index > 0 && first < 0.5 === (firsts[index - 1] ?? 0) < 0.5,
    );
    expect(Math.abs(repeats.length - 5_000)).toBeLessThan(300);
  });
});
