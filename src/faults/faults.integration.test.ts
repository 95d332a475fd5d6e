import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DependencyPath, Environment } from '../environment/environment.ts';
import { startProcessEnvironment } from '../environment/process/process-environment.ts';
import type { CanaryEvent } from '../model/event.ts';
import { dependencies } from '../model/fault.ts';
import type { FaultSpec } from '../model/fault.ts';
import { sendCanary } from './canary.ts';
import { showsHealed } from './healed.ts';
import { faultFor } from './registry.ts';

/** A sound path that a busy machine holds up longer is simply asked again; a black hole is waited for. */
const canaryTimeoutMs = 500;
/** No test waits for it to run out, unless it says so. */
const longLeaseMs = 60_000;

let environment: Environment;
beforeAll(async () => {
  environment = await startProcessEnvironment({
    runId: `faults-test-${process.pid}`,
    scenarioId: 'faults',
    replicas: ['r0', 'r1'],
    contractFile: fileURLToPath(new URL('../../fixtures/ledger/contract.yaml', import.meta.url)),
    proxyPort: 0,
    seed: 1,
    defect: null,
    signal: new AbortController().signal,
  });
});
afterAll(() => environment.stop());

function pathNamed(name: string): DependencyPath {
  const path = environment.paths.find((one) => one.name === name);
  if (path === undefined) throw new Error(`no path ${name}`);
  return path;
}

function canary(name: string): Promise<CanaryEvent> {
  const path = pathNamed(name);
  return sendCanary(path, canaryTimeoutMs, () => performance.now(), environment.services[path.dependency]);
}

/** Sends canaries until one shows what is asked for; the test's own time-out ends it where none does. */
async function canaryUntil(name: string, shows: (canary: CanaryEvent) => boolean): Promise<CanaryEvent> {
  for (;;) {
    const met = await canary(name);
    if (shows(met)) return met;
    await delay(20);
  }
}

const isSound = ({ symptom }: CanaryEvent): boolean => symptom === 'ok';

const specs: readonly FaultSpec[] = [
  ...dependencies.flatMap((on): FaultSpec[] => [
    { type: 'refused', on },
    { type: 'black-hole', on },
    { type: 'reset', on },
    { type: 'half-answer', on, bytes: 20 },
    { type: 'status', on, status: 503 },
    { type: 'malformed', on },
  ]),
  { type: 'latency', on: 'policy-service', latencyMs: 300, jitterMs: 50 },
  { type: 'frozen', on: 'context-service' },
  { type: 'missing-attribute', on: 'context-service', attribute: 'risk' },
];

describe('a fault', () => {
  it.each(dependencies)('is not seen where there is none: %s', async (dependency) => {
    expect(await canaryUntil(`r0.${dependency}`, isSound)).toMatchObject({ type: 'canary', dependency });
  });

  it.each(specs)('is proved on and off by canaries: $type on $on', async (spec) => {
    const fault = faultFor(spec);
    const injected = await fault.inject(spec, environment, longLeaseMs);
    expect(injected.paths).toEqual(
      environment.paths.filter(({ dependency }) => dependency === spec.on).map(({ name }) => name),
    );
    // What the fault proxy itself will tell of; a service that misbehaves by itself is no business of its.
    const throughProxy = !['status', 'malformed', 'frozen', 'missing-attribute'].includes(spec.type);
    expect(new Set(injected.inProxy.map(({ path }) => path))).toEqual(
      new Set(throughProxy ? injected.paths : []),
    );
    const onAll = (shows: (met: CanaryEvent) => boolean): Promise<CanaryEvent[]> =>
      Promise.all(injected.paths.map((name) => canaryUntil(name, shows)));
    await onAll((met) => fault.shows(spec, met));
    await injected.renew();
    const shown = await onAll((met) => fault.shows(spec, met));
    expect(shown.filter((met) => showsHealed(spec, met))).toEqual([]);
    await injected.heal();
    await injected.heal();
    await onAll((met) => showsHealed(spec, met));
  });

  it.each([
    { type: 'refused', on: 'policy-service', replica: 'r1' },
    { type: 'black-hole', on: 'bundle-service', replica: 'r1' },
  ] satisfies FaultSpec[])('can be kept to one replica: $type on $on', async (spec) => {
    const fault = faultFor(spec);
    const injected = await fault.inject(spec, environment, longLeaseMs);
    expect(injected.paths).toEqual([`r1.${spec.on}`]);
    await canaryUntil(`r1.${spec.on}`, (met) => fault.shows(spec, met));
    await canaryUntil(`r0.${spec.on}`, isSound);
    await injected.heal();
    await canaryUntil(`r1.${spec.on}`, (met) => showsHealed(spec, met));
  });

  it.each([
    { type: 'refused', on: 'log-sink' },
    { type: 'black-hole', on: 'policy-service', replica: 'r0' },
    { type: 'malformed', on: 'policy-service' },
  ] satisfies FaultSpec[])('ends by itself when nobody renews it, and says so: $type', async (spec) => {
    const fault = faultFor(spec);
    const injected = await fault.inject(spec, environment, 200);
    for (const name of injected.paths) await canaryUntil(name, (met) => showsHealed(spec, met));
    await expect(injected.renew()).rejects.toMatchObject({ name: 'FaultError', code: 'lease-lost' });
    await injected.heal();
    for (const name of injected.paths) await canaryUntil(name, isSound);
  });

  it('swallows what goes over connections that were open before', async () => {
    const spec: FaultSpec = { type: 'black-hole', on: 'policy-service', replica: 'r0' };
    const client = new Client(pathNamed('r0.policy-service').proxiedUrl);
    const ask = async (withinMs: number): Promise<number> => {
      const signal = AbortSignal.timeout(withinMs);
      const answer = await client.request({ method: 'GET', path: '/healthz', signal });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(await ask(10_000)).toBe(200);
    const injected = await faultFor(spec).inject(spec, environment, longLeaseMs);
    await expect(ask(300)).rejects.toThrow('timeout');
    await injected.heal();
    expect(await ask(10_000)).toBe(200);
    await client.destroy();
  });

  it('is put on everywhere or nowhere', async () => {
    const narrow: FaultSpec = { type: 'refused', on: 'context-service', replica: 'r1' };
    const wide: FaultSpec = { type: 'refused', on: 'context-service' };
    const first = await faultFor(narrow).inject(narrow, environment, longLeaseMs);
    await expect(faultFor(wide).inject(wide, environment, longLeaseMs)).rejects.toMatchObject({
      code: 'not-injected',
      message: expect.stringContaining('r1.context-service is refused already'),
    });
    await canaryUntil('r0.context-service', isSound);
    await canaryUntil('r1.context-service', ({ symptom }) => symptom === 'ECONNREFUSED');
    await first.heal();
    await canaryUntil('r1.context-service', isSound);
  });

  it.each([
    { type: 'refused', on: 'policy-service', replica: 'r9' },
    { type: 'status', on: 'policy-service', status: 500, replica: 'r0' },
    { type: 'frozen', on: 'policy-service' },
    { type: 'latency', on: 'policy-service', latencyMs: 10, jitterMs: 10 },
  ] satisfies FaultSpec[])('is refused where it cannot be: %j', async (spec) => {
    await expect(faultFor(spec).inject(spec, environment, longLeaseMs)).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('is not blamed on the path where the service itself is silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const path = { ...pathNamed('r0.policy-service'), proxiedUrl: url };
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
      const { faultProxy } = environment;
      const capabilities = { ...faultProxy.capabilities, leases: false };
      const without = { ...environment, faultProxy: { ...faultProxy, capabilities } };
      const fault = faultFor(spec);
      // A lease of 1 ms would be over by the time the answer is here.
      const injected = await fault.inject(spec, without, 1);
      expect(fault.shows(spec, await canary('r0.policy-service'))).toBe(true);
      await injected.renew();
      expect(fault.shows(spec, await canary('r1.policy-service'))).toBe(true);
      await injected.heal();
      await canaryUntil('r0.policy-service', (met) => showsHealed(spec, met));
    },
  );

  it('leaves nothing for the cleanup to find', async () => {
    const steps = await environment.stop();
    expect(steps.filter(({ ok, note }) => !ok || note !== undefined)).toEqual([]);
  });
});
