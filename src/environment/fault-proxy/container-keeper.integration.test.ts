import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { identify } from '../process/process-identity.ts';
import { startServiceProcess } from '../process/service-process.ts';
import { container } from './container.ts';
import type { ProvidedFaultProxy } from './provider.ts';
import { fakeDocker, type FakeDocker } from './testing/fake-docker.ts';

/** A Toxiproxy, as far as its readiness goes; it is told its port as `docker create` was. */
const server = `
  const port = Number(require('node:fs').readFileSync(process.argv[1], 'utf8'));
  require('node:http').createServer((asked, answer) => {
    answer.statusCode = asked.url === '/version' ? 200 : 404;
    answer.end('{"version":"2.12.0"}');
  }).listen(port, '127.0.0.1');`;

/** The commands of a daemon with one container, whose name and process are files. */
const daemon = {
  create: 'for last; do :; done; echo "$last" > "$here/port"; touch "$here/there"',
  start: `echo $$ > "$here/pid"; exec '${process.execPath}' -e '${server.replaceAll("'", `'"'"'`)}' "$here/port"`,
  rm: '[ ! -e "$here/pid" ] || kill -9 "$(cat "$here/pid")"; rm -f "$here/pid" "$here/there"',
  ps: '[ ! -e "$here/there" ] || echo 0123456789ab',
};

const made: FakeDocker[] = [];
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  for (const one of made.splice(0)) await one.remove();
});

async function docker(commands: Readonly<Record<string, string>> = {}): Promise<FakeDocker> {
  const one = await fakeDocker({ ...daemon, ...commands });
  made.push(one);
  return one;
}

async function start({ program }: FakeDocker, port = 0): Promise<ProvidedFaultProxy> {
  const { signal } = new AbortController();
  const provided = await container({ docker: program, image: 'some/image:1', say: () => undefined }).start({
    port,
    seed: 1,
    signal,
    startChild: (order) => startServiceProcess({ ...order, mark: `container-test-${process.pid}`, signal }),
  });
  closers.push(() => provided.stop());
  return provided;
}

async function toldTo({ calls }: FakeDocker): Promise<readonly (string | undefined)[]> {
  return (await calls()).map((call) => call.split(' ')[0]);
}

async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  closers.push(() => new Promise((resolve) => other.close(resolve)));
  const bound = other.address();
  return { server: other, port: bound !== null && typeof bound === 'object' ? bound.port : 0 };
}

describe.skipIf(process.platform !== 'linux')('the keeper of a container', () => {
  it('creates it for the run, starts it, and removes it when it is told to end', async () => {
    const fake = await docker();
    const provided = await start(fake);
    expect(provided.capabilities).toEqual({ leases: false, httpToxics: false });
    expect((await fake.calls())[0]).toMatch(
      new RegExp(
        `^create .*--label=authz-drill.run=container-test-${process.pid} .*some/image:1 -host 127.0.0.1 `,
      ),
    );
    await expect(provided.stop()).resolves.toMatchObject({ ok: true });
    await expect(toldTo(fake)).resolves.toEqual(['create', 'start', 'rm', 'ps']);
    await expect(provided.release?.()).resolves.toMatchObject({ ok: true });
  });

  it('that was killed is made up for by the release', async () => {
    const fake = await docker();
    const provided = await start(fake);
    const { pid } = provided;
    if (pid === null) throw new Error('no keeper');
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => identify(pid), { timeout: 30_000 }).toBeUndefined();
    expect((await fetch(`${provided.url}/version`)).ok).toBe(true);
    await expect(provided.release?.()).resolves.toMatchObject({ ok: true });
    await expect.poll(() => fetch(provided.url).then(String, () => 'gone'), { timeout: 30_000 }).toBe('gone');
  });

  it('says what is wrong with a container that cannot be made, and leaves none', async () => {
    const fake = await docker({ create: 'touch "$here/there"; echo "no space left" >&2; exit 1' });
    await expect(start(fake)).rejects.toThrow(/some\/image:1 could not be created \(no space left\)/);
    await expect(rm(join(fake.folder, 'there'))).rejects.toThrow('ENOENT');
  });

  it('says how a container ended that ends at once, with its last words', async () => {
    const fake = await docker({ start: 'echo "exec: not found"; exit 127' });
    await expect(start(fake)).rejects.toMatchObject({
      message: expect.stringMatching(/some\/image:1 exited with code 127 before its API answered/),
      stderr: ['exec: not found'],
    });
    await expect(rm(join(fake.folder, 'there'))).rejects.toThrow('ENOENT');
  });

  it('knows a port in use before there is a container', async () => {
    const fake = await docker();
    const { port } = await listening();
    await expect(start(fake, port)).rejects.toMatchObject({ code: 'port-in-use' });
    expect(await toldTo(fake)).not.toContain('create');
  });
});
