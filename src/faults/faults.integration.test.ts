import { once } from 'node:events';
import { createServer } from 'node:net';
import { Client } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dependencies } from '../model/fault.ts';
import type { FaultSpec } from '../model/fault.ts';
import { sendCanary } from './canary.ts';
import { showsHealed } from './healed.ts';
import { faultFor } from './registry.ts';
import { isSound, longLeaseMs, startFaultWorld } from './testing/fault-world.ts';
import type { FaultWorld } from './testing/fault-world.ts';

let world: FaultWorld;
beforeAll(async () => {
  world = await startFaultWorld('faults');
});
afterAll(() => world.environment.stop());

describe('a fault', () => {
  it.each(dependencies)('is not seen where there is none: %s', async (dependency) => {
    expect(await world.canaryUntil(`r0.${dependency}`, isSound)).toMatchObject({
      type: 'canary',
      dependency,
    });
  });

  it.each([
    { type: 'refused', on: 'policy-service', replica: 'r1' },
    { type: 'black-hole', on: 'bundle-service', replica: 'r1' },
  ] satisfies FaultSpec[])('can be kept to one replica: $type on $on', async (spec) => {
    const fault = faultFor(spec);
    const injected = await fault.inject(spec, world.environment, longLeaseMs);
    expect(injected.paths).toEqual([`r1.${spec.on}`]);
    await world.canaryUntil(`r1.${spec.on}`, (met) => fault.shows(spec, met));
    await world.canaryUntil(`r0.${spec.on}`, isSound);
    await injected.heal();
    await world.canaryUntil(`r1.${spec.on}`, (met) => showsHealed(spec, met));
  });

  it.each([
    { type: 'refused', on: 'log-sink' },
    { type: 'black-hole', on: 'policy-service', replica: 'r0' },
    { type: 'malformed', on: 'policy-service' },
  ] satisfies FaultSpec[])('ends by itself when nobody renews it, and says so: $type', async (spec) => {
    const fault = faultFor(spec);
    const injected = await fault.inject(spec, world.environment, 200);
    for (const name of injected.paths) await world.canaryUntil(name, (met) => showsHealed(spec, met));
    await expect(injected.renew()).rejects.toMatchObject({ name: 'FaultError', code: 'lease-lost' });
    await injected.heal();
    for (const name of injected.paths) await world.canaryUntil(name, isSound);
  });

  it('swallows what goes over connections that were open before', async () => {
    const spec: FaultSpec = { type: 'black-hole', on: 'policy-service', replica: 'r0' };
    const client = new Client(world.path('r0.policy-service').proxiedUrl);
    const ask = async (withinMs: number): Promise<number> => {
      const signal = AbortSignal.timeout(withinMs);
      const answer = await client.request({ method: 'GET', path: '/healthz', signal });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(await ask(10_000)).toBe(200);
    const injected = await faultFor(spec).inject(spec, world.environment, longLeaseMs);
    await expect(ask(300)).rejects.toThrow('timeout');
    await injected.heal();
    expect(await ask(10_000)).toBe(200);
    await client.destroy();
  });

  it('is put on everywhere or nowhere', async () => {
    const narrow: FaultSpec = { type: 'refused', on: 'context-service', replica: 'r1' };
    const wide: FaultSpec = { type: 'refused', on: 'context-service' };
    const first = await faultFor(narrow).inject(narrow, world.environment, longLeaseMs);
    await expect(faultFor(wide).inject(wide, world.environment, longLeaseMs)).rejects.toMatchObject({
      code: 'not-injected',
      message: expect.stringContaining('r1.context-service is refused already'),
    });
    await world.canaryUntil('r0.context-service', isSound);
    await world.canaryUntil('r1.context-service', ({ symptom }) => symptom === 'ECONNREFUSED');
    await first.heal();
    await world.canaryUntil('r1.context-service', isSound);
  });

  it.each([
    { type: 'refused', on: 'policy-service', replica: 'r9' },
    { type: 'status', on: 'policy-service', status: 500, replica: 'r0' },
    { type: 'frozen', on: 'policy-service' },
    { type: 'latency', on: 'policy-service', latencyMs: 10, jitterMs: 10 },
  ] satisfies FaultSpec[])('is refused where it cannot be: %j', async (spec) => {
    await expect(faultFor(spec).inject(spec, world.environment, longLeaseMs)).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('is not blamed on the path where the service itself is silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const path = { ...world.path('r0.policy-service'), proxiedUrl: url };
    const met = await sendCanary(path, 200, () => performance.now(), { url });
    expect(met.symptom).toBe('timeout everywhere');
    silent.close();
  });

  it.each([
    { type: 'refused', on: 'policy-service' },
    { type: 'reset', on: 'policy-service' },
  ] satisfies FaultSpec[])(
    'lasts until it is healed where the proxy knows no leases: $type',
    async (spec) => {
      const { faultProxy } = world.environment;
      const capabilities = { ...faultProxy.capabilities, leases: false };
      const without = { ...world.environment, faultProxy: { ...faultProxy, capabilities } };
      const fault = faultFor(spec);
      // A lease of 1 ms would be over by the time the answer is here.
      const injected = await fault.inject(spec, without, 1);
      expect(fault.shows(spec, await world.canary('r0.policy-service'))).toBe(true);
      await injected.renew();
      expect(fault.shows(spec, await world.canary('r1.policy-service'))).toBe(true);
      await injected.heal();
      await world.canaryUntil('r0.policy-service', (met) => showsHealed(spec, met));
    },
  );

  it('leaves nothing for the cleanup to find', async () => {
    const steps = await world.environment.stop();
    expect(steps.filter(({ ok, note }) => !ok || note !== undefined)).toEqual([]);
  });
});
