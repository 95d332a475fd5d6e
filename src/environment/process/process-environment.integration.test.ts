import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { dependencies } from '../../model/fault.ts';
import type { Environment } from '../environment.ts';
import { embedded } from '../fault-proxy/embedded.ts';
import type { FaultProxyProvider } from '../fault-proxy/provider.ts';
import { startProcessEnvironment } from './process-environment.ts';
import type { ProcessEnvironmentOptions } from './options.ts';
import { markedProcesses } from './marked-processes.ts';
import { acceptsConnections, addressOf } from './port.ts';

const contractFile = fileURLToPath(new URL('../../../fixtures/ledger/contract.yaml', import.meta.url));
const order = { reason: 'a test', approvedBy: null, breakGlass: false };
const runId = `environment-test-${process.pid}`;

const standing: Environment[] = [];
afterEach(async () => {
  await Promise.all(standing.splice(0).map((environment) => environment.stop()));
});

async function start(more: Partial<ProcessEnvironmentOptions> = {}): Promise<Environment> {
  const environment = await startProcessEnvironment({
    runId,
    scenarioId: 'some-scenario',
    replicas: ['r0', 'r1'],
    contractFile,
    proxyPort: 0,
    seed: 1,
    defect: null,
    signal: new AbortController().signal,
    ...more,
  });
  standing.push(environment);
  return environment;
}

describe('startProcessEnvironment', () => {
  it('stands everything up, and takes everything away', async () => {
    const environment = await start();
    expect(environment.processes.map(({ name }) => name).toSorted()).toEqual(
      ['fault-proxy', 'r0', 'r1', ...dependencies].toSorted(),
    );
    expect(environment.paths.map(({ name }) => name)).toEqual([
      'policy-service.bundle-service',
      ...['r0', 'r1'].flatMap((replica) => dependencies.map((dependency) => `${replica}.${dependency}`)),
    ]);
    for (const { url } of environment.replicas) {
      expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ready: true, revision: 1 });
    }
    expect(await environment.policies.publish('bad-allow', order)).toMatchObject({ revision: 2 });
    expect(await environment.policies.rollback(1, order)).toMatchObject({ revision: 3, policy: 'good' });
    await expect(environment.policies.publish('no-such', order)).rejects.toThrow('no-such');

    const steps = await environment.stop();
    expect(steps.filter(({ ok, note }) => !ok || note !== undefined)).toEqual([]);
    expect(await environment.stop()).toBe(steps);
    expect(await markedProcesses(`${runId}/some-scenario`)).toEqual([]);
    for (const { proxiedUrl } of environment.paths) {
      expect(await acceptsConnections(addressOf(proxiedUrl))).toBe(false);
    }
  });

  it('reads the decision log, and passes over what is no decision', async () => {
    const environment = await start({ replicas: ['r0'] });
    const { signal } = new AbortController();
    expect(await environment.readLog(0, 0, signal)).toEqual({ records: [], next: 0 });
    const record = {
      decisionId: 'd-1',
      replica: 'r0',
      subject: 'alice',
      action: 'invoice:list',
      resource: 'ledger/main',
      inputs: {},
      outcome: 'allow',
      mode: 'local',
      policyRevision: 1,
    };
    await fetch(`${environment.services['log-sink'].url}/logs`, {
      method: 'POST',
      body: JSON.stringify([{ ...record, obligations: [] }, { hello: 'there' }]),
    });
    expect(await environment.readLog(0, 1_000, signal)).toEqual({ records: [record], next: 2 });
  });

  it('takes away the faults that it finds, and says so', async () => {
    const environment = await start({ replicas: ['r0'] });
    const { client } = environment.faultProxy;
    const { listen, upstream, ...proxy } = await client.get('r0.policy-service');
    await client.get('r0.log-sink').then((sink) =>
      sink.addToxic({
        name: 'late',
        type: 'latency',
        stream: 'downstream',
        toxicity: 1,
        attributes: { latency: 9 },
      }),
    );
    await client.get(proxy.name).then((found) => found.update({ enabled: false, listen, upstream }));
    await fetch(`${environment.services['context-service'].controlUrl}/control/behaviour`, {
      method: 'PUT',
      body: JSON.stringify({ kind: 'frozen', ttlMs: 60_000 }),
    });
    const notes = (await environment.stop()).flatMap(({ note, ok }) =>
      note === undefined || !ok ? [] : [note],
    );
    expect(notes).toEqual([
      'taken away: r0.policy-service turned off, late on r0.log-sink',
      'taken away: frozen of context-service',
    ]);
  });

  it('tells of a process that ends by itself', async () => {
    const environment = await start({ replicas: ['r0'] });
    const sink = environment.processes.find(({ name }) => name === 'log-sink');
    process.kill(sink?.pid ?? 0, 'SIGKILL');
    expect(await environment.unexpectedExit).toEqual({ ...sink, code: null, signal: 'SIGKILL', stderr: [] });
    const steps = await environment.stop();
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(steps).toContainEqual({
      step: `stop log-sink (pid ${sink?.pid})`,
      ok: true,
      note: 'it had ended before',
    });
  });

  it('names a port in use, and leaves nothing behind', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const proxyPort = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(start({ proxyPort })).rejects.toMatchObject({ code: 'port-in-use', part: 'fault-proxy' });
    holder.close();
    expect(await markedProcesses(`${runId}/some-scenario`)).toEqual([]);
  });

  it('names the part that cannot start, with its last words', async () => {
    await expect(start({ replicas: ['r0'], contractFile: '/no/such/contract.yaml' })).rejects.toMatchObject({
      code: 'start-failed',
      part: 'bundle-service',
      message: expect.stringContaining('/no/such/contract.yaml'),
    });
    expect(await markedProcesses(`${runId}/some-scenario`)).toEqual([]);
  });

  it('names the part that ends while the rest is started', async () => {
    const faultProxy: FaultProxyProvider = {
      name: 'mortal',
      start: async (context) => {
        const provided = await embedded.start(context);
        process.kill(provided.pid ?? 0, 'SIGKILL');
        return provided;
      },
    };
    await expect(start({ faultProxy })).rejects.toMatchObject({
      code: 'exited',
      part: 'fault-proxy',
      message: 'fault-proxy was ended by SIGKILL while the rest was being started',
    });
    expect(await markedProcesses(`${runId}/some-scenario`)).toEqual([]);
  });

  it('names the part that takes too long', async () => {
    await expect(start({ startWithinMs: 1 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('within 1 ms'),
    });
    expect(await markedProcesses(`${runId}/some-scenario`)).toEqual([]);
  });

  it('ends a start that is given up', async () => {
    const giveUp = new AbortController();
    const started = start({ signal: giveUp.signal });
    giveUp.abort();
    await expect(started).rejects.toMatchObject({ code: 'aborted' });
    expect(await markedProcesses(`${runId}/some-scenario`)).toEqual([]);
  });
});
