import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A docker program that is a shell script, and what it was told. */
export interface FakeDocker {
  /** Path of it. */
  readonly program: string;
  /** A folder of its own: `$here` in the script. */
  readonly folder: string;
  /** The command lines it was given, oldest first. */
  readonly calls: () => Promise<readonly string[]>;
  readonly remove: () => Promise<void>;
}

/** What a daemon on Linux says of itself, as far as we read it. */
const info = { OSType: 'linux', OperatingSystem: 'Debian GNU/Linux 12', SecurityOptions: ['name=seccomp'] };

/** What `docker info` prints, with something altered. */
export function printsInfo(altered: Readonly<Record<string, unknown>> = {}): string {
  return `echo '${JSON.stringify({ ...info, ...altered })}'`;
}

/** @param commands shell code by the docker command that it answers, such as `info`; the others do nothing, well */
export async function fakeDocker(commands: Readonly<Record<string, string>> = {}): Promise<FakeDocker> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-docker-'));
  const program = join(folder, 'docker');
  const cases = Object.entries({ info: printsInfo(), ...commands }).map(
    ([command, code]) => `${command})\n${code}\n;;`,
  );
  const script = [
    '#!/bin/sh',
    `here='${folder}'`,
    'echo "$*" >> "$here/calls"',
    'case "$1" in',
    ...cases,
    'esac',
  ];
  await writeFile(program, `${script.join('\n')}\n`, { mode: 0o755 });
  await writeFile(join(folder, 'calls'), '');
  return {
    program,
    folder,
    calls: async () =>
      (await readFile(join(folder, 'calls'), 'utf8')).split('\n').filter((line) => line !== ''),
    remove: () => rm(folder, { recursive: true }),
  };
}
