import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { Toxiproxy } from 'toxiproxy-node-client';
import { echo, startUpstream, talkTo } from './testing/world.ts';

const entry = fileURLToPath(new URL('./main.ts', import.meta.url));

type Child = ChildProcessByStdio<Writable, Readable, null>;

const started: Child[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

function start(...args: readonly string[]): Child {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  started.push(child);
  return child;
}

async function firstLine(child: Child): Promise<Record<string, unknown>> {
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const parsed: Record<string, unknown> = JSON.parse(String(line));
  return parsed;
}

describe('the fault proxy as a child process', () => {
  it('says where it listens, and ends cleanly at SIGTERM', async () => {
    const child = start('--port', '0', '--seed', '5', '--run-id=run-1');
    const line = await firstLine(child);
    expect(line).toEqual({
      ready: true,
      name: 'fault-proxy',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    await expect(new Toxiproxy(String(line['url'])).getVersion()).resolves.toContain('2.12.0');
    child.kill('SIGTERM');
    await expect(once(child, 'exit')).resolves.toEqual([0, null]);
  });

  it('ends when its stdin ends, although connections are open', async () => {
    const upstream = await startUpstream(echo);
    const child = start();
    const { url } = await firstLine(child);
    const client = new Toxiproxy(String(url));
    const proxy = await client.createProxy({ name: 'p', listen: '127.0.0.1:0', upstream: upstream.address });
    const talk = talkTo(Number(proxy.listen.split(':')[1]));
    talk.say('hi');
    await talk.heard('hi');
    child.stdin.end();
    await expect(once(child, 'exit')).resolves.toEqual([0, null]);
    await expect(talk.ending).resolves.toBe('end');
    await upstream.stop();
  });

  it('says why it cannot start', async () => {
    const occupant = await startUpstream(() => undefined);
    const child = start('--port', occupant.address.split(':')[1] ?? '');
    await expect(firstLine(child)).resolves.toMatchObject({
      ready: false,
      name: 'fault-proxy',
      code: 'EADDRINUSE',
    });
    await expect(once(child, 'exit')).resolves.toEqual([1, null]);
    await occupant.stop();
  });

  it.each([
    ['--port', 'x'],
    ['--seed', '1.5'],
    ['--bogus', ''],
  ])('refuses %s %s', async (flag, value) => {
    const child = start(flag, value);
    await expect(firstLine(child)).resolves.toMatchObject({
      ready: false,
      error: expect.stringContaining(flag.slice(2)),
    });
    await expect(once(child, 'exit')).resolves.toEqual([1, null]);
  });
});
