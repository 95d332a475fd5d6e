import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServiceProcess } from './service-process.ts';
import type { ServiceStart } from './service-process.ts';

/** Small programs that keep, or break, the protocol of a child. */
const programs = {
  sound: `
    import { createServer } from 'node:http';
    const server = createServer((_, answer) => answer.end(process.env.AUTHZ_DRILL_RUN_ID));
    server.listen(0, '127.0.0.1', () => {
      const url = 'http://127.0.0.1:' + server.address().port;
      process.stdout.write(JSON.stringify({ ready: true, name: 'child', url, controlUrl: url }) + '\\n');
    });
    const end = () => server.close(() => process.stdin.destroy());
    process.on('SIGTERM', end);
    process.stdin.on('end', end).resume();`,
  deaf: `
    process.on('SIGTERM', () => process.stderr.write('not now\\n'));
    setInterval(() => undefined, 1000);
    process.stdout.write(JSON.stringify({ ready: true, name: 'child', url: 'http://127.0.0.1:1' }) + '\\n');`,
  mute: `process.stdin.resume();`,
  crashing: `
    for (let line = 1; line <= 30; line++) process.stderr.write('line ' + line + '\\n');
    process.exitCode = 7;`,
  refusing: `
    import { createServer } from 'node:net';
    const server = createServer();
    server.on('error', (error) => {
      process.stdout.write(JSON.stringify({ ready: false, name: 'child', error: error.message, code: error.code }) + '\\n');
      process.exitCode = 1;
      process.stdin.destroy();
    });
    server.listen(Number(process.env.PORT), '127.0.0.1');`,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-process-'));
  for (const [name, text] of Object.entries(programs)) await writeFile(join(folder, `${name}.mjs`), text);
});
afterAll(() => rm(folder, { recursive: true }));

function start(
  program: keyof typeof programs,
  more: Partial<ServiceStart> = {},
): ReturnType<typeof startServiceProcess> {
  const signal = new AbortController().signal;
  return startServiceProcess({
    name: 'child',
    entry: join(folder, `${program}.mjs`),
    mark: 'run-1',
    signal,
    ...more,
  });
}

describe('startServiceProcess', () => {
  it('starts a child that carries the run id, and ends it', async () => {
    const child = await start('sound');
    expect(await (await fetch(child.url)).text()).toBe('run-1');
    expect(child.controlUrl).toBe(child.url);
    expect(child.stopping()).toBe(false);
    const [step, again] = await Promise.all([child.stop(), child.stop()]);
    expect(step).toEqual({ step: `stop child (pid ${child.pid})`, ok: true });
    expect(again).toBe(step);
    expect(child.stopping()).toBe(true);
    expect(await child.exited).toEqual({ name: 'child', pid: child.pid, code: 0, signal: null, stderr: [] });
    expect(() => process.kill(child.pid, 0)).toThrow('ESRCH');
    await expect(fetch(child.url)).rejects.toThrow('fetch failed');
  });

  it('kills a child that will not end', async () => {
    const child = await start('deaf');
    expect(await child.stop(50)).toMatchObject({ ok: true, note: expect.stringContaining('killed') });
    expect(await child.exited).toMatchObject({ signal: 'SIGKILL', stderr: ['not now'] });
  });

  it('tells of a child that ends by itself', async () => {
    const child = await start('sound');
    process.kill(child.pid, 'SIGKILL');
    expect(await child.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(child.stopping()).toBe(false);
    expect(await child.stop()).toMatchObject({ ok: true, note: 'it had ended before' });
  });

  it('fails with the last words of a child that ends before it is ready', async () => {
    await expect(start('crashing')).rejects.toMatchObject({
      code: 'start-failed',
      part: 'child',
      message: 'child exited with code 7 before it was ready',
      stderr: Array.from({ length: 20 }, (_, index) => `line ${index + 11}`),
    });
  });

  it('names a port in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failed = start('refusing', { env: { PORT: String(port) } });
    await expect(failed).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining('EADDRINUSE'),
    });
    holder.close();
  });

  it('gives up when told to, and leaves no process', async () => {
    const giveUp = new AbortController();
    let pid = 0;
    const failed = start('mute', { signal: giveUp.signal, onSpawn: (process) => ({ pid } = process) });
    giveUp.abort();
    await expect(failed).rejects.toMatchObject({ code: 'aborted' });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('fails when the program is not there', async () => {
    const failed = start('sound', { entry: join(folder, 'absent.mjs') });
    await expect(failed).rejects.toMatchObject({
      code: 'start-failed',
      stderr: expect.arrayContaining([expect.stringContaining('absent.mjs')]),
    });
  });
});
