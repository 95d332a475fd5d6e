import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dependencies, untrustedVariants } from '../model/fault.ts';
import type { FaultSpec } from '../model/fault.ts';
import { faultFor } from './registry.ts';
import { specsOf } from './testing/families.ts';
import { longLeaseMs, startFaultWorld } from './testing/fault-world.ts';
import type { FaultWorld } from './testing/fault-world.ts';

let world: FaultWorld;
beforeAll(async () => {
  world = await startFaultWorld('service-faults');
  // Without a past there is nothing to be replayed.
  const order = { reason: 'a test', approvedBy: null, breakGlass: false };
  await world.environment.policies.publish('bad-allow', order);
  await world.environment.policies.rollback(1, order);
});
afterAll(() => world.environment.stop());

const specs = specsOf('service', [
  ...dependencies.flatMap((on): FaultSpec[] => [
    { type: 'status', on, status: 500 },
    { type: 'status', on, status: 503, retryAfterMs: 1_000 },
    { type: 'redirect', on },
    { type: 'malformed', on },
  ]),
  ...(['policy-service', 'bundle-service', 'context-service'] as const).flatMap((on): FaultSpec[] => [
    { type: 'empty', on },
    { type: 'wrong-content-type', on },
    { type: 'endless', on },
  ]),
  ...[401, 403, 404, 429].map((status): FaultSpec => ({ type: 'status', on: 'policy-service', status })),
  { type: 'status', on: 'bundle-service', status: 404 },
  { type: 'missing-attribute', on: 'policy-service', attribute: 'decision' },
  { type: 'wrong-type', on: 'policy-service', attribute: 'decision' },
  { type: 'other-answer', on: 'policy-service' },
  { type: 'credential-revoked', on: 'policy-service' },
  { type: 'credential-rotated', on: 'policy-service' },
  { type: 'frozen', on: 'context-service' },
  { type: 'frozen', on: 'bundle-service' },
  ...untrustedVariants.map((variant): FaultSpec => ({
    type: 'untrusted-bundle',
    on: 'bundle-service',
    variant,
  })),
  { type: 'untrusted-bundle', on: 'bundle-service', variant: 'retired-key', policy: 'good' },
  { type: 'replayed', on: 'context-service', ageMs: 10_000 },
  { type: 'future', on: 'context-service', aheadMs: 3_600_000 },
  { type: 'partial', on: 'context-service', subjects: ['alice', 'bob'] },
  { type: 'missing-attribute', on: 'context-service', attribute: 'risk' },
  { type: 'missing-attribute', on: 'context-service', attribute: 'asOf' },
  { type: 'wrong-type', on: 'context-service', attribute: 'risk' },
  { type: 'wrong-type', on: 'context-service', attribute: 'asOf' },
]);

describe('a fault of the service itself', () => {
  it.each(specs)('is proved on and off by canaries: %j', async (spec) => {
    await expect(world.proveOnAndOff(spec)).resolves.toBeUndefined();
  });

  it('is no business of the fault proxy', async () => {
    const spec: FaultSpec = { type: 'empty', on: 'policy-service' };
    const injected = await faultFor(spec).inject(spec, world.environment, longLeaseMs);
    expect(injected.inProxy).toEqual([]);
    await injected.heal();
  });

  it('is one at a time', async () => {
    const spec: FaultSpec = { type: 'frozen', on: 'context-service' };
    const injected = await faultFor(spec).inject(spec, world.environment, longLeaseMs);
    const other: FaultSpec = { type: 'future', on: 'context-service', aheadMs: 60_000 };
    await expect(faultFor(other).inject(other, world.environment, longLeaseMs)).rejects.toMatchObject({
      code: 'not-injected',
      message: expect.stringContaining('misbehaves already: frozen'),
    });
    await injected.heal();
  });
});
