import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EnvironmentError } from '../environment-error.ts';
import { thisHarness } from './container-labels.ts';
import { removeContainer } from './container-removal.ts';
import { container, type ContainerOptions } from './container.ts';
import { dockerProgram } from './docker.ts';
import { fakeDocker, printsInfo, type FakeDocker } from './testing/fake-docker.ts';

const made: FakeDocker[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await one.remove();
});

async function docker(commands: Readonly<Record<string, string>> = {}): Promise<FakeDocker> {
  const one = await fakeDocker(commands);
  made.push(one);
  return one;
}

const idle = new AbortController().signal;

/** What a preparation said, and how it failed where it did. */
async function prepare(
  program: string,
  options: Partial<ContainerOptions> = {},
): Promise<{ readonly said: readonly string[]; readonly error: unknown }> {
  const said: string[] = [];
  const provider = container({
    docker: program,
    platform: 'linux',
    say: (line) => said.push(line),
    ...options,
  });
  const error: unknown = await provider.prepare?.(idle).catch((thrown: unknown) => thrown);
  expect(error === undefined || error instanceof EnvironmentError).toBe(true);
  return { said, error };
}

describe('what stands in the way of a container', () => {
  it('another system than Linux', async () => {
    const { error } = await prepare('/no/such/docker', { platform: 'darwin' });
    expect(error).toMatchObject({
      part: 'fault-proxy',
      message: expect.stringMatching(/needs Linux.*\(this is darwin\); use --fault-proxy embedded/),
    });
  });

  it('no docker program', async () => {
    const { error } = await prepare('/no/such/docker');
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/^there is no program \/no\/such\/docker: /),
    );
  });

  it('a docker program that cannot be run', async () => {
    const { folder } = await docker();
    const file = join(folder, 'plain-file');
    await writeFile(file, '');
    expect((await prepare(file)).error).toHaveProperty(
      'message',
      expect.stringMatching(/could not be run \(.*EACCES/),
    );
  });

  it.for([
    ['in what it prints', printsInfo({ ServerErrors: ['Cannot connect to the Docker daemon'] })],
    ['by failing', `${printsInfo({})}; echo 'Cannot connect to the Docker daemon' >&2; exit 1`],
    ['by failing without a word on stdout', "echo 'Cannot connect to the Docker daemon' >&2; exit 1"],
  ] as const)('no daemon, told %s', async ([, info]) => {
    const { program, calls } = await docker({ info });
    const { error } = await prepare(program);
    expect(error).toHaveProperty(
      'message',
      'the Docker daemon does not answer: Cannot connect to the Docker daemon',
    );
    await expect(calls()).resolves.toHaveLength(1);
  });

  it.for([
    ['Docker Desktop', { OperatingSystem: 'Docker Desktop' }, /in a virtual machine/],
    ['a rootless daemon', { SecurityOptions: ['name=seccomp', 'name=rootless'] }, /the daemon is rootless/],
    ['Windows containers', { OSType: 'windows' }, /Windows containers/],
  ] as const)('%s', async ([, info, why]) => {
    const { program } = await docker({ info: printsInfo(info) });
    expect((await prepare(program)).error).toHaveProperty('message', expect.stringMatching(why));
  });

  it('an image that is nowhere', async () => {
    const { program } = await docker({
      image: 'exit 1',
      pull: 'echo trying >&2; echo "manifest unknown" >&2; exit 1',
    });
    const { said, error } = await prepare(program, { image: 'some/image:1' });
    expect(said).toEqual(['pulling some/image:1, which is not on this machine yet']);
    expect(error).toHaveProperty(
      'message',
      'the image some/image:1 is not on this machine and cannot be pulled: manifest unknown',
    );
  });
});

describe('preparation', () => {
  it('asks nobody for an image that is here, and says nothing', async () => {
    const { program, calls } = await docker();
    await expect(prepare(program)).resolves.toEqual({ said: [], error: undefined });
    expect((await calls()).filter((call) => call.startsWith('pull'))).toEqual([]);
  });

  it('happens once, however many environments are started', async () => {
    const { program, calls } = await docker({ image: 'exit 1' });
    const provider = container({ docker: program, platform: 'linux', say: () => undefined });
    await Promise.all([provider.prepare?.(idle), provider.prepare?.(idle)]);
    await provider.prepare?.(idle);
    expect((await calls()).filter((call) => call.startsWith('pull'))).toHaveLength(1);
  });

  it('is ended by who gave it up, and made again for the next', async () => {
    const { program, calls, folder } = await docker({
      image: 'exit 1',
      pull: '[ -e "$here/fast" ] || exec sleep 60',
    });
    const giveUp = new AbortController();
    const provider = container({ docker: program, platform: 'linux', say: () => giveUp.abort() });
    await expect(provider.prepare?.(giveUp.signal)).rejects.toMatchObject({ code: 'aborted' });
    await writeFile(join(folder, 'fast'), '');
    await provider.prepare?.(idle);
    expect((await calls()).filter((call) => call.startsWith('info'))).toHaveLength(2);
  });
});

describe.skipIf(process.platform !== 'linux')('the sweep', () => {
  it('removes what belongs to a process that is proved dead, and nothing else', async () => {
    const alive = await thisHarness();
    const dead = alive.replace(/\d+$/, '1');
    const { program, calls, folder } = await docker({
      ps: 'case "$*" in *label=*) cat "$here/list" ;; esac',
    });
    const list = [
      `live\trun-1/s\t${alive}`,
      `dead\trun-2/s\t${dead}`,
      `elsewhere\trun-3/s\t0${dead}`,
      'other\trun-4/s\t',
    ];
    await writeFile(join(folder, 'list'), `${list.join('\n')}\n`);
    const { said, error } = await prepare(program);
    expect(error).toBeUndefined();
    expect(said).toEqual(['removed the container dead of run-2/s, left behind by a run that died']);
    expect((await calls()).filter((call) => call.startsWith('rm'))).toEqual(['rm --force --volumes dead']);
  });

  it('says so where it cannot, and goes on', async () => {
    const dead = (await thisHarness()).replace(/\d+$/, '1');
    const { program, folder } = await docker({
      ps: 'case "$*" in *label=*) cat "$here/list" ;; *) echo "no daemon" >&2; exit 1 ;; esac',
    });
    await writeFile(join(folder, 'list'), `dead\trun-2/s\t${dead}\n`);
    const { said, error } = await prepare(program);
    expect(error).toBeUndefined();
    expect(said).toEqual([
      expect.stringMatching(/^the container dead of .* could not be removed: .*no daemon$/),
    ]);
  });
});

it('removal waits until the daemon has really done it', async () => {
  const { program, calls } = await docker({
    rm: 'echo "removal is already in progress" >&2; exit 1',
    ps: '[ "$(grep -c "^ps" "$here/calls")" -ge 3 ] || echo 0123456789ab',
  });
  await removeContainer(dockerProgram(program), 'some-name');
  const looked = 'ps --all --quiet --filter name=^/?some-name$';
  await expect(calls()).resolves.toEqual(['rm --force --volumes some-name', looked, looked, looked]);
});
