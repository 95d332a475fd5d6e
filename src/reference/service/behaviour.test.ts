import { describe, expect, it } from 'vitest';
import { createTestClock } from '../testing/clock.ts';
import { createBehaviourLease } from './behaviour.ts';

const failing = { kind: 'status', status: 500 } as const;

describe('a behaviour lease', () => {
  it('ends by itself when nobody renews it', () => {
    const clock = createTestClock();
    const lease = createBehaviourLease(clock.now);
    lease.set(failing, 1_000);
    clock.pass(999);
    expect(lease.current()).toEqual(failing);
    clock.pass(1);
    expect(lease.current()).toBeUndefined();
  });

  it('goes on when it is renewed, from the moment it began', () => {
    const clock = createTestClock();
    const lease = createBehaviourLease(clock.now);
    lease.set({ kind: 'frozen' }, 1_000);
    const since = lease.since();
    clock.pass(900);
    lease.set({ kind: 'frozen' }, 1_000);
    clock.pass(900);
    expect(lease.current()).toEqual({ kind: 'frozen' });
    expect(lease.since()).toBe(since);
  });

  it('gives way to another behaviour, and ends when it is cleared', () => {
    const lease = createBehaviourLease(createTestClock().now);
    lease.set(failing, 1_000);
    lease.set({ kind: 'malformed' }, 1_000);
    expect(lease.current()).toEqual({ kind: 'malformed' });
    lease.clear();
    expect(lease.current()).toBeUndefined();
  });
});
