import { describe, expect, it } from 'vitest';
import { deadlineAfter, signalWithin } from './deadline.ts';

describe('a deadline', () => {
  it('leaves a tenth of the budget for the answer', () => {
    expect(deadlineAfter(1_000, 500)).toBe(1_450);
  });

  it('ends a call that would outlast it, whatever the call’s own time-out', async () => {
    const signal = signalWithin(3_600_000, performance.now() + 5);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('ends a call at once when it is over', async () => {
    const signal = signalWithin(3_600_000, performance.now() - 1);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect(signal.aborted).toBe(true);
  });

  it('leaves a call its own time-out when that comes first', async () => {
    const signal = signalWithin(5, Infinity);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect(signal.aborted).toBe(true);
  });
});
