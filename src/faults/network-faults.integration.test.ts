import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dependencies } from '../model/fault.ts';
import type { FaultSpec } from '../model/fault.ts';
import { faultFor } from './registry.ts';
import { longLeaseMs, startFaultWorld } from './testing/fault-world.ts';
import type { FaultWorld } from './testing/fault-world.ts';

let world: FaultWorld;
beforeAll(async () => {
  world = await startFaultWorld('network-faults');
});
afterAll(() => world.environment.stop());

const specs = dependencies.flatMap((on): FaultSpec[] => [
  { type: 'refused', on },
  { type: 'black-hole', on },
  { type: 'latency', on, latencyMs: 300, jitterMs: 50 },
  { type: 'drip', on, bytesPerSecond: 100 },
  { type: 'sliced', on, pieceBytes: 16, pauseMs: 20 },
  { type: 'reset', on },
  { type: 'half-answer', on, bytes: 20 },
  { type: 'flapping', on, downMs: 300, upMs: 100 },
]);

describe('a fault on the way', () => {
  it.each(specs)('is proved on and off by canaries: $type on $on', async (spec) => {
    await expect(world.proveOnAndOff(spec)).resolves.toBeUndefined();
  });

  it.each(specs)('says what of it is in the fault proxy: $type on $on', async (spec) => {
    const injected = await faultFor(spec).inject(spec, world.environment, longLeaseMs);
    // Whoever takes turns is not in it all the time.
    const held = spec.type === 'flapping' ? [] : injected.paths;
    expect(new Set(injected.inProxy.map(({ path }) => path))).toEqual(new Set(held));
    await injected.heal();
  });
});
