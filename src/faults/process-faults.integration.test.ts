import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from '../environment/environment.ts';
import { dependencies } from '../model/fault.ts';
import type { FaultSpec } from '../model/fault.ts';
import { showsHealed } from './healed.ts';
import { faultFor } from './registry.ts';
import { specsOf } from './testing/families.ts';
import { isSound, longLeaseMs, startFaultWorld } from './testing/fault-world.ts';
import type { FaultWorld } from './testing/fault-world.ts';

let world: FaultWorld;
beforeAll(async () => {
  world = await startFaultWorld('process-faults');
});
afterAll(() => world.environment.stop());

const specs = specsOf('process', [
  ...dependencies.map((on): FaultSpec => ({ type: 'paused', on })),
  { type: 'paused', on: 'app' },
  { type: 'killed', on: 'app' },
  { type: 'clock-skew', on: 'app', skewMs: 5_000 },
  { type: 'clock-skew', on: 'app', skewMs: -30_000 },
]);

describe('a fault of a process', () => {
  it.each(specs)('is proved on and off by canaries: %j', async (spec) => {
    await expect(world.proveOnAndOff(spec)).resolves.toBeUndefined();
  });

  it.each([
    { type: 'paused', on: 'app', replica: 'r1' },
    { type: 'killed', on: 'app', replica: 'r1' },
    { type: 'clock-skew', on: 'app', replica: 'r1', skewMs: -5_000 },
  ] satisfies FaultSpec[])('can be kept to one replica: $type', async (spec) => {
    const fault = faultFor(spec);
    const injected = await fault.inject(spec, world.environment, longLeaseMs);
    expect(injected.paths).toEqual(['r1']);
    await world.canaryUntil('r1', (met) => fault.shows(spec, met));
    await world.canaryUntil('r0', isSound);
    await injected.heal();
    await world.canaryUntil('r1', (met) => showsHealed(spec, met));
  });

  it.each(specs)('is refused where nobody has a hold on the processes: %j', async (spec) => {
    const { processControl: _, ...environment } = world.environment;
    const without: Environment = environment;
    await expect(faultFor(spec).inject(spec, without, longLeaseMs)).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('holds on a service for everybody or not at all', async () => {
    const spec: FaultSpec = { type: 'paused', on: 'policy-service', replica: 'r0' };
    await expect(faultFor(spec).inject(spec, world.environment, longLeaseMs)).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('leaves nothing behind, not even one that stands still when all is over', async () => {
    const spec: FaultSpec = { type: 'paused', on: 'app', replica: 'r0' };
    await faultFor(spec).inject(spec, world.environment, longLeaseMs);
    const steps = await world.environment.stop();
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  });
});
