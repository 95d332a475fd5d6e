import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lease } from './lease.ts';

let expired = 0;
beforeEach(() => {
  expired = 0;
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

const made = (): Lease =>
  new Lease(() => {
    expired += 1;
  });

describe('a lease', () => {
  it('runs out when it is not renewed', () => {
    const lease = made();
    lease.renew(100);
    expect(lease.ttlMs).toBe(100);
    vi.advanceTimersByTime(99);
    expect(expired).toBe(0);
    vi.advanceTimersByTime(1);
    expect([expired, lease.ttlMs]).toEqual([1, undefined]);
  });

  it('begins anew at each renewal, with its own length unless another is given', () => {
    const lease = made();
    lease.renew(100);
    for (let round = 0; round < 10; round += 1) {
      vi.advanceTimersByTime(90);
      lease.renew(undefined);
    }
    lease.renew(10);
    vi.advanceTimersByTime(9);
    expect(expired).toBe(0);
    vi.advanceTimersByTime(1);
    expect(expired).toBe(1);
  });

  it('lasts for ever at length 0, or where there never was one', () => {
    const leased = made();
    leased.renew(100);
    leased.renew(0);
    made().renew(undefined);
    vi.advanceTimersByTime(1_000_000);
    expect([expired, leased.ttlMs]).toEqual([0, undefined]);
  });

  it('keeps lengths beyond what a timer of Node keeps', () => {
    const lease = made();
    lease.renew(5_000_000_000);
    vi.advanceTimersByTime(4_999_999_999);
    expect(expired).toBe(0);
    vi.advanceTimersByTime(1);
    expect(expired).toBe(1);
  });
});
