import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from '../environment.ts';
import { identify } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { carriesMark } from './run-mark.ts';
import { isHarnessAlive, readRecords, removeRecord } from './run-registry.ts';
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
    if (leftovers.every(({ ended }) => ended)) await removeRecord(found.file);
    swept.push(...leftovers);
  }
  return swept;
}

async function endChildren({ record: { mark, children } }: FoundRecord): Promise<readonly SweptProcess[]> {
  const ended = await Promise.all(
    children.map(async ({ name, pid }): Promise<readonly SweptProcess[]> => {
      const found = await identify(pid);
      if (found === undefined || !carriesMark(found.command, mark)) return [];
      const gone = (await end(pid, found, 'SIGTERM')) || (await end(pid, found, 'SIGKILL'));
      return [{ mark, name, pid, ended: gone }];
    }),
  );
  return ended.flat();
}

/** Signals a process that was just seen to be ours; whether it was gone within our patience. */
async function end(pid: number, seen: ProcessIdentity, signal: 'SIGTERM' | 'SIGKILL'): Promise<boolean> {
  // One that dies has no command line any more but is still there: only the time of its start tells it for sure.
  const isThere = async (): Promise<boolean> => (await identify(pid))?.startedAt === seen.startedAt;
  if (!(await isThere())) return true;
  try {
    process.kill(pid, signal);
    // One that stands still (SIGSTOP) would not hear of it.
    process.kill(pid, 'SIGCONT');
  } catch {
    // Gone since that look, or not ours to signal: the looks below tell which.
  }
  const deadline = performance.now() + patienceMs;
  while (await isThere()) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
