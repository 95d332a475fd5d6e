import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dependencies } from '../model/fault.ts';
import type { FaultSpec } from '../model/fault.ts';
import { faultFor } from './registry.ts';
import { specsOf } from './testing/families.ts';
import { isSound, longLeaseMs, startFaultWorld } from './testing/fault-world.ts';
import type { FaultWorld } from './testing/fault-world.ts';

let world: FaultWorld;
beforeAll(async () => {
  world = await startFaultWorld('network-faults');
});
afterAll(() => world.environment.stop());

const specs = specsOf(
  'way',
  dependencies.flatMap((on): FaultSpec[] => [
    { type: 'refused', on },
    { type: 'black-hole', on },
    { type: 'latency', on, latencyMs: 300, jitterMs: 50 },
    { type: 'drip', on, bytesPerSecond: 100 },
    { type: 'sliced', on, pieceBytes: 16, pauseMs: 20 },
    { type: 'reset', on },
    { type: 'half-answer', on, bytes: 20 },
    { type: 'flapping', on, downMs: 300, upMs: 100 },
  ]),
);

describe('a fault on the way', () => {
  it.each(specs)('is proved on and off by canaries: %j', async (spec) => {
    await expect(world.proveOnAndOff(spec)).resolves.toBeUndefined();
  });

  it.each(specs)('says what of it is in the fault proxy: %j', async (spec) => {
    const injected = await faultFor(spec).inject(spec, world.environment, longLeaseMs);
    // Whoever takes turns is not in it all the time.
    const held = spec.type === 'flapping' ? [] : injected.paths;
    expect(new Set(injected.inProxy.map(({ path }) => path))).toEqual(new Set(held));
    await injected.heal();
  });

  it('goes up and down by turns until it is healed, and then stays up', async () => {
    const spec: FaultSpec = { type: 'flapping', on: 'context-service', downMs: 150, upMs: 150 };
    const injected = await faultFor(spec).inject(spec, world.environment, longLeaseMs);
    for (let turn = 0; turn < 3; turn += 1) {
      await world.canaryUntil('r0.context-service', ({ symptom }) => symptom === 'ECONNREFUSED');
      await world.canaryUntil('r0.context-service', isSound);
    }
    await expect(injected.renew()).resolves.toBeUndefined();
    await injected.heal();
    const { client } = world.environment.faultProxy;
    expect((await client.get('r0.context-service')).enabled).toBe(true);
    await expect(injected.renew()).rejects.toMatchObject({ code: 'lease-lost' });
  });

  it('no longer holds, and says so, where the fault proxy no longer does as it is told', async () => {
    const spec: FaultSpec = { type: 'flapping', on: 'log-sink', replica: 'r0', downMs: 50, upMs: 50 };
    const { client } = world.environment.faultProxy;
    const proxy = await client.get('r0.log-sink');
    const injected = await faultFor(spec).inject(spec, world.environment, longLeaseMs);
    const { listen, upstream } = await client.get('r0.log-sink');
    await proxy.remove();
    const lost = async (): Promise<void> => {
      for (;;) {
        await injected.renew();
        await delay(20);
      }
    };
    await expect(lost()).rejects.toMatchObject({ code: 'lease-lost' });
    await expect(injected.heal()).rejects.toMatchObject({ code: 'not-healed' });
    // As it was, for whoever comes next.
    await client.createProxy({ name: 'r0.log-sink', listen, upstream });
    await injected.heal();
  });
});
