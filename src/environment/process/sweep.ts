import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from '../environment.ts';
import { identify } from './process-identity.ts';
import { carriesMark } from './run-mark.ts';
import { isHarnessAlive, readRecords } from './run-registry.ts';
import type { FoundRecord } from './run-registry.ts';

/** A process that a dead run had left behind. */
export interface SweptProcess extends RunningProcess {
  /** The mark of the environment it belonged to. */
  readonly mark: string;
  /** Whether it is gone now. */
  readonly ended: boolean;
}

/** How long a process may take to end at SIGTERM, and then to be gone at SIGKILL. */
const patienceMs = 2_000;

/**
 * Ends what runs left behind whose harness is dead. A process is ended only if its command line carries the mark
 * of that very run: a pid alone proves nothing, it may be anybody's by now.
 * @param folder of the records, where it is not the user's own
 * @returns what was found; a process that would not end keeps its record, so that the next sweep tries again
 */
export async function sweepDeadRuns(folder?: string): Promise<readonly SweptProcess[]> {
  const swept: SweptProcess[] = [];
  for (const found of await readRecords(folder)) {
    if (await isHarnessAlive(found.record)) continue;
    const leftovers = await endChildren(found);
    if (leftovers.every(({ ended }) => ended)) await rm(found.file, { force: true });
    swept.push(...leftovers);
  }
  return swept;
}

async function endChildren({ record: { mark, children } }: FoundRecord): Promise<readonly SweptProcess[]> {
  const ended = await Promise.all(
    children.map(async ({ name, pid }): Promise<readonly SweptProcess[]> => {
      if (!(await isOurs(pid, mark))) return [];
      const gone = (await end(pid, mark, 'SIGTERM')) || (await end(pid, mark, 'SIGKILL'));
      return [{ mark, name, pid, ended: gone }];
    }),
  );
  return ended.flat();
}

async function isOurs(pid: number, mark: string): Promise<boolean> {
  const identity = await identify(pid);
  return identity !== undefined && carriesMark(identity.command, mark);
}

/** Signals a process that was just seen to be ours; whether it was gone within our patience. */
async function end(pid: number, mark: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone between the look and the signal, or not ours to signal: the look below tells which.
  }
  const deadline = performance.now() + patienceMs;
  while (await isOurs(pid, mark)) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
