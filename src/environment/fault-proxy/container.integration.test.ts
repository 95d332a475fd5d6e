import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { markedProcesses } from '../process/marked-processes.ts';
import { startServiceProcess } from '../process/service-process.ts';
import { sweepDeadRuns } from '../process/sweep.ts';
import { container } from './container.ts';
import { containersOf, hasToxiproxyImage, dockerFile } from './testing/real-docker.ts';
import type { ProvidedFaultProxy } from './provider.ts';

const harness = fileURLToPath(new URL('testing/container-harness.ts', import.meta.url));

/** On a machine that checks changes a daemon with the image must be there. */
const leaveOut = process.env['CI'] !== 'true' && !hasToxiproxyImage();

const { signal } = new AbortController();
const realContainer = (): ReturnType<typeof container> =>
  container({ docker: dockerFile, say: () => undefined });

async function start(mark: string): Promise<ProvidedFaultProxy> {
  const provider = realContainer();
  await provider.prepare?.(signal);
  return provider.start({
    port: 0,
    seed: 1,
    signal,
    startChild: (order) => startServiceProcess({ ...order, mark, signal }),
  });
}

/** Starts a harness with an environment around a container; resolves once that stands. */
async function standingHarness(runId: string): Promise<ReturnType<typeof spawn>> {
  const started = spawn(process.execPath, [harness, dockerFile, runId, 'killed'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(started, 'exit').then(() => {
    throw new Error('the harness has ended before it stood');
  });
  await Promise.race([once(started.stdout, 'data'), ended]);
  // Expected from here on.
  ended.catch(() => undefined);
  return started;
}

describe.skipIf(leaveOut)('a real Toxiproxy in a real container', () => {
  it('is driven as any other, and is gone afterwards', async () => {
    const mark = `container-test-${process.pid}/driven`;
    const provided = await start(mark);
    expect(provided.capabilities).toEqual({ leases: false, httpToxics: false });
    expect(containersOf(mark)).toHaveLength(1);
    const upstream = provided.url.replace('http://', '');
    const proxy = await provided.client.createProxy({ name: 'p', listen: '127.0.0.1:0', upstream });
    // Through itself: its upstream, its own API, is on the loopback of this machine.
    expect((await fetch(`http://${proxy.listen}/version`)).status).toBe(200);
    await expect(provided.stop()).resolves.toMatchObject({ ok: true });
    await expect(provided.release?.()).resolves.toMatchObject({ ok: true });
    expect(containersOf(mark)).toEqual([]);
  });

  it('goes when its harness is killed', async () => {
    const runId = `container-test-${process.pid}-harness`;
    const mark = `${runId}/services-1`;
    const killed = await standingHarness(runId);
    expect(containersOf(mark)).toHaveLength(1);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await expect.poll(() => containersOf(mark), { timeout: 30_000, interval: 100 }).toEqual([]);
    await expect.poll(() => markedProcesses(mark), { timeout: 30_000 }).toEqual([]);
    await sweepDeadRuns();
  });

  it('is swept by a later run when its keeper was killed too, and not before', async () => {
    const runId = `container-test-${process.pid}-keeper`;
    const mark = `${runId}/services-1`;
    const killed = await standingHarness(runId);
    await realContainer().prepare?.(signal);
    expect(containersOf(mark)).toHaveLength(1);

    for (const pid of (await markedProcesses(mark)) ?? []) process.kill(pid, 'SIGSTOP');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    for (const pid of (await markedProcesses(mark)) ?? []) process.kill(pid, 'SIGKILL');
    // Any run that starts meanwhile may be the one that sweeps it.
    await realContainer().prepare?.(signal);
    expect(containersOf(mark)).toEqual([]);
    await sweepDeadRuns();
  });
});
