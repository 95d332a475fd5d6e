import { describe, expect, it } from 'vitest';
import { takeTurns } from './take-turns.ts';

/** Works step by step, and says after which step somebody else first had a turn. */
async function firstOther(longestMs: number, steps: number): Promise<number> {
  const turn = takeTurns(longestMs);
  let done = 0;
  let other = Infinity;
  setImmediate(() => (other = done));
  for (; done < steps; done++) await turn();
  return other;
}

describe('taking turns', () => {
  it('lets others in between two steps once the time is up, and not before', async () => {
    expect(await firstOther(0, 5)).toBe(0);
    expect(await firstOther(Infinity, 5)).toBe(Infinity);
  });
});
