import { describe, expect, it } from 'vitest';
import { leaseClock } from './lease-clock.ts';

/** Grants a lease of 100 ms at 0, renews it at `sent`, and has the answer at `answered`. */
async function renewal(sent: number, answered: number): Promise<boolean> {
  let time = 0;
  const lease = leaseClock(100, () => time);
  await lease.renewed(() => Promise.resolve());
  time = sent;
  return lease.renewed(async () => {
    time = answered;
    await Promise.resolve();
  });
}

describe('leaseClock', () => {
  it('is certain of a renewal that was answered in time', async () => {
    expect(await renewal(50, 99)).toBe(true);
  });

  it.each([
    [50, 100],
    [99, 140],
    [120, 121],
  ])('is not certain of one sent at %i and answered at %i', async (sent, answered) => {
    expect(await renewal(sent, answered)).toBe(false);
  });

  it('counts from the renewal before, not from the first grant', async () => {
    let time = 0;
    const lease = leaseClock(100, () => time);
    for (const at of [0, 80, 160, 240]) {
      time = at;
      expect(await lease.renewed(() => Promise.resolve())).toBe(true);
    }
  });

  it('goes on counting from a renewal that failed no further than its request', async () => {
    let time = 0;
    const lease = leaseClock(100, () => time);
    await lease.renewed(() => Promise.resolve());
    time = 60;
    await expect(lease.renewed(() => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
    time = 120;
    expect(await lease.renewed(() => Promise.resolve())).toBe(false);
  });
});
