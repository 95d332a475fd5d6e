import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startFaultProxy } from '../../proxy/server.ts';
import { findToxiproxy, startToxiproxy } from '../../proxy/testing/real-toxiproxy.ts';
import { startServiceProcess } from '../process/service-process.ts';
import { address } from './address.ts';
import { embedded } from './embedded.ts';
import { program } from './program.ts';
import type { FaultProxyProvider, ProvidedFaultProxy } from './provider.ts';

const started: ProvidedFaultProxy[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});

async function start(provider: FaultProxyProvider): Promise<ProvidedFaultProxy> {
  const { signal } = new AbortController();
  const provided = await provider.start({
    port: 0,
    seed: 1,
    signal,
    startChild: (order) => startServiceProcess({ ...order, mark: `providers-test-${process.pid}`, signal }),
  });
  started.push(provided);
  return provided;
}

/** What a drill does with it. */
async function makeAndBreak({ client }: ProvidedFaultProxy): Promise<unknown> {
  const proxy = await client.createProxy({ name: 'p', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' });
  const toxic = {
    name: 't',
    type: 'latency',
    stream: 'downstream',
    toxicity: 1,
    attributes: { latency: 5, jitter: 0 },
  } as const;
  await proxy.addToxic(toxic);
  const off = await proxy.update({ ...proxy.toJson(), enabled: false });
  await client.reset();
  const healed = await client.get('p');
  return [off.enabled, healed.enabled];
}

/** What a drill proves a fault by, where there is a feed: that a toxic came, and what went through its path. */
async function feedOf({ client, readEvents }: ProvidedFaultProxy): Promise<unknown> {
  const { signal } = new AbortController();
  if (readEvents === undefined) return undefined;
  const { next } = await readEvents(0, 0, signal);
  const page = readEvents(next, 20_000, signal);
  const proxy = await client.get('p');
  const { name } = await proxy.addToxic({
    name: 't',
    type: 'latency',
    stream: 'downstream',
    toxicity: 1,
    attributes: { latency: 5, jitter: 0 },
  });
  const { events, next: then } = await page;
  return [events, then - next, name];
}

const nothingPassed = {
  connections: 0,
  unreachable: 0,
  fromConsumerBytes: 0,
  toDependencyBytes: 0,
  fromDependencyBytes: 0,
  toConsumerBytes: 0,
};
const oneToxic = [
  [
    {
      id: expect.any(Number),
      edge: 'toxic-added',
      path: 'p',
      toxic: 't',
      detail: 'latency',
      traffic: nothingPassed,
    },
  ],
  1,
  't',
];

const real = findToxiproxy();
/** On a machine that checks changes the original must be there. */
const leaveOut = real === undefined && process.env['CI'] !== 'true';

describe('providers of a fault proxy', () => {
  it('embedded: ours, in a child process', async () => {
    const provided = await start(embedded);
    expect(provided.capabilities).toEqual({ leases: true, httpToxics: true });
    expect(provided.pid).toBeGreaterThan(0);
    await expect(makeAndBreak(provided)).resolves.toEqual([false, true]);
    await expect(feedOf(provided)).resolves.toEqual(oneToxic);
    await expect(provided.stop()).resolves.toMatchObject({ ok: true });
    await expect(provided.client.getVersion()).rejects.toThrow('fetch failed');
  });

  it.skipIf(leaveOut)('program: a Toxiproxy server, ended with its keeper', async () => {
    const provided = await start(program(real));
    expect(provided.capabilities).toEqual({ leases: false, httpToxics: false });
    await expect(makeAndBreak(provided)).resolves.toEqual([false, true]);
    expect(provided.readEvents).toBeUndefined();
    await expect(provided.stop()).resolves.toMatchObject({ ok: true });
    await expect.poll(() => answers(provided.url)).toBe(false);
  });

  it('program: says what is wrong with one that is not there', async () => {
    await expect(start(program('/no/such/program'))).rejects.toThrow(/\/no\/such\/program could not be run/);
  });

  it('program: says what is wrong with one that ends at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'providers-'));
    const file = join(folder, 'ends');
    await writeFile(file, '#!/bin/sh\nexit 3\n');
    await chmod(file, 0o755);
    await expect(start(program(file))).rejects.toThrow(/exited with code 3 before its API answered/);
    await rm(folder, { recursive: true });
  });

  it.skipIf(leaveOut)('address: a Toxiproxy that runs already, and goes on', async () => {
    if (real === undefined)
      throw new Error('no toxiproxy-server: install it and name it in TOXIPROXY_SERVER');
    const running = await startToxiproxy(real);
    const provided = await start(address(`${running.url}/`));
    expect(provided).toMatchObject({ pid: null, capabilities: { leases: false, httpToxics: false } });
    await expect(makeAndBreak(provided)).resolves.toEqual([false, true]);
    await provided.stop();
    await expect(answers(running.url)).resolves.toBe(true);
    await running.stop();
  });

  it('address: one of ours is known by what it can do', async () => {
    const running = await startFaultProxy({ host: '127.0.0.1', port: 0 });
    const provided = await start(address(running.url));
    expect(provided.capabilities).toEqual({ leases: true, httpToxics: true });
    await expect(makeAndBreak(provided)).resolves.toEqual([false, true]);
    await expect(feedOf(provided)).resolves.toEqual(oneToxic);
    await running.stop();
    await expect(start(address(running.url))).rejects.toThrow('fetch failed');
  });
});

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/version`)).ok;
  } catch {
    return false;
  }
}
