import { expect, it } from 'vitest';
import { createBehaviourLease } from '../service/behaviour.ts';
import { isLetIn } from './credential-rules.ts';

it('lets nobody in once the credential is revoked', () => {
  const lease = createBehaviourLease();
  expect(isLetIn({ iat: 1 }, lease)).toBe(true);
  lease.set({ kind: 'credential-revoked' }, 60_000);
  expect(isLetIn({ iat: Date.now() / 1_000 + 60 }, lease)).toBe(false);
  lease.clear();
  expect(isLetIn({ iat: 1 }, lease)).toBe(true);
});

it('lets in who has a credential of after the rotation, to the millisecond', () => {
  const lease = createBehaviourLease();
  lease.set({ kind: 'credential-rotated' }, 60_000);
  const rotatedMs = lease.since()?.getTime() ?? 0;
  expect(isLetIn({ iat: (rotatedMs - 1) / 1_000 }, lease)).toBe(false);
  expect(isLetIn({ iat: rotatedMs / 1_000 }, lease)).toBe(true);
  // Whole seconds do not tell it from one of before.
  expect(isLetIn({ iat: Math.floor(rotatedMs / 1_000) - 1 }, lease)).toBe(false);
  expect(isLetIn({}, lease)).toBe(false);
});
