import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify } from './process-identity.ts';
import { registerRun } from './run-registry.ts';
import { sweepDeadRuns } from './sweep.ts';

const harness = fileURLToPath(new URL('testing/careless-harness.ts', import.meta.url));

/** A child that heeds neither the end of its stdin nor SIGTERM. */
const stubborn = `
  process.on('SIGTERM', () => undefined);
  setInterval(() => undefined, 1000);
  process.stdout.write(JSON.stringify({ ready: true, name: 'stubborn', url: 'http://127.0.0.1:1' }) + '\\n');`;

let folder: string;
let entry: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweep-'));
  entry = join(folder, 'stubborn.mjs');
  await writeFile(entry, stubborn);
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a harness that starts a stubborn child, and kills it; the child's pid. */
async function killedHarness(mark: string): Promise<number> {
  const killed = spawn(process.execPath, [harness, mark, folder, entry], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [pid] = await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  return Number(String(pid));
}

async function records(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.json'));
}

describe('sweepDeadRuns', () => {
  it('ends what a dead run left behind, once', async () => {
    const pid = await killedHarness('run-1/some');
    expect((await identify(pid))?.command).toBe('authz-drill stubborn --run-id=run-1/some');
    expect(await sweepDeadRuns(folder)).toEqual([{ mark: 'run-1/some', name: 'stubborn', pid, ended: true }]);
    expect(await identify(pid)).toBeUndefined();
    expect(await records()).toEqual([]);
    expect(await sweepDeadRuns(folder)).toEqual([]);
  });

  it('ends one that stands still', async () => {
    const pid = await killedHarness('run-4/some');
    process.kill(pid, 'SIGSTOP');
    expect(await sweepDeadRuns(folder)).toMatchObject([{ pid, ended: true }]);
    expect(await identify(pid)).toBeUndefined();
  });

  it('takes away what lies beside a record', async () => {
    const registration = await registerRun('run-5/some', folder);
    await writeFile(registration.fileBeside('r0.clock'), '5000');
    await writeFile(registration.fileBeside('r0.clock.ack'), '5000');
    await mkdir(registration.fileBeside('r0.state'));
    await writeFile(join(registration.fileBeside('r0.state'), 'state.json'), '{}');
    await registration.remove();
    expect((await readdir(folder)).filter((name) => name.startsWith('run-5'))).toEqual([]);
  });

  it('does not touch a run whose harness lives', async () => {
    const child = spawn(process.execPath, ['--title=authz-drill x --run-id=run-2/some', entry], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const registration = await registerRun('run-2/some', folder);
    await registration.add({ name: 'x', pid: child.pid ?? 0 });
    expect(await sweepDeadRuns(folder)).toEqual([]);
    expect(child.exitCode).toBeNull();
    await registration.remove();
    expect(await records()).toEqual([]);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('does not touch a process that took over the pid', async () => {
    const stranger = spawn(process.execPath, ['--title=authz-drill x --run-id=run-31/some', entry], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(stranger.stdout, 'data');
    const harnessOfOld = { pid: process.pid, startedAt: 'before the flood' };
    await writeFile(
      join(folder, 'run-3.json'),
      JSON.stringify({
        mark: 'run-3/some',
        harness: harnessOfOld,
        children: [{ name: 'x', pid: stranger.pid }],
      }),
    );
    expect(await sweepDeadRuns(folder)).toEqual([]);
    expect(stranger.exitCode).toBeNull();
    expect(await records()).toEqual([]);
    stranger.kill('SIGKILL');
    await once(stranger, 'exit');
  });

  it('leaves alone what is no record', async () => {
    await writeFile(join(folder, 'broken.json'), '{');
    await writeFile(join(folder, 'other.json'), '{"mark":"x"}');
    expect(await sweepDeadRuns(folder)).toEqual([]);
    expect(await records()).toEqual(['broken.json', 'other.json']);
  });
});
