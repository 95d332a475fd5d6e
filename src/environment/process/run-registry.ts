import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { RunningProcess } from '../environment.ts';
import { identify } from './process-identity.ts';
import { makeStateFolder } from './state-folder.ts';

const recordSchema = z.object({
  mark: z.string().min(1),
  harness: z.object({ pid: z.int().positive(), startedAt: z.string() }),
  children: z.array(z.object({ name: z.string(), pid: z.int().positive() })),
});

/** What one environment leaves on disk while it stands, so that a later run can clean up after a dead one. */
export type RunRecord = z.infer<typeof recordSchema>;

/** The record of an environment that stands. */
export interface RunRegistration {
  /** Adds a child; resolves once it is on disk. */
  add(child: RunningProcess): Promise<void>;
  /** Path for a file or folder of the environment's own, which goes when the record goes. */
  fileBeside(name: string): string;
  /** Everything has ended: takes the record away. */
  remove(): Promise<void>;
}

/** A record of some run, and the file it stands in. */
export interface FoundRecord {
  readonly file: string;
  readonly record: RunRecord;
}

/**
 * Leaves a record of an environment of this process.
 * @param mark what its processes carry on their command lines
 */
export async function registerRun(mark: string, folder = registryFolder()): Promise<RunRegistration> {
  const file = join(folder, `${mark.replaceAll(/[^\w.-]/g, '_')}-${randomUUID().slice(0, 8)}.json`);
  const startedAt = (await identify(process.pid))?.startedAt ?? '';
  const children: RunningProcess[] = [];
  let writing = Promise.resolve();
  const save = (): Promise<void> => {
    writing = writing.then(() => replace(file, { mark, harness: { pid: process.pid, startedAt }, children }));
    return writing;
  };
  await save();
  return {
    add: ({ name, pid }) => {
      children.push({ name, pid });
      return save();
    },
    fileBeside: (name) => `${stemOf(file)}.${name}`,
    remove: async () => {
      await writing;
      await removeRecord(file);
    },
  };
}

/** Every record that can be read; whatever else lies there is not touched. */
export async function readRecords(folder = registryFolder()): Promise<readonly FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    if (!name.endsWith('.json')) continue;
    const file = join(folder, name);
    const record = parseRecord(await readFile(file, 'utf8').catch(() => ''));
    if (record !== undefined) found.push({ file, record });
  }
  return found;
}

/** Whether the process that left the record still runs. */
export async function isHarnessAlive({ harness }: RunRecord): Promise<boolean> {
  return (await identify(harness.pid))?.startedAt === harness.startedAt;
}

/** Takes a record away, with whatever files and folders lie beside it under its name. */
export async function removeRecord(file: string): Promise<void> {
  const folder = dirname(file);
  const beside = (await readdir(folder)).filter((name) => name.startsWith(`${stemOf(basename(file))}.`));
  // The record itself goes last: as long as it is there a sweep finds the rest.
  for (const name of beside)
    if (name !== basename(file)) await rm(join(folder, name), { recursive: true, force: true });
  await rm(file, { force: true });
}

function stemOf(file: string): string {
  return file.slice(0, -'.json'.length);
}

function registryFolder(): string {
  return makeStateFolder('runs');
}

/** A reader never sees half a record: it is written beside and moved into place. */
async function replace(file: string, record: RunRecord): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
  await rename(draft, file);
}

function parseRecord(text: string): RunRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
