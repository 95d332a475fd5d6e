import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '../model/result.ts';
import type { PastRun } from '../report/html/context.ts';
import { isSystemError } from './failure.ts';

const kept = z.object({
  runId: z.string(),
  startedAt: z.string(),
  service: z.string(),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  grade: z.enum(['A', 'B', 'C', 'D', 'F']).nullable(),
});

const shown = 20;

/** The last runs of the same service in a folder of runs, oldest first, this one left out. */
export async function pastRuns(folder: string, result: Result): Promise<readonly PastRun[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  // The link `latest` is no folder of its own, so no run is met twice.
  const runs = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => readRun(join(folder, entry.name, 'result.json'))),
  );
  return runs
    .filter((run) => run !== undefined)
    .filter(
      (run) =>
        run.service === result.service && run.runId !== result.runId && run.startedAt < result.startedAt,
    )
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .slice(-shown);
}

/** A run that was never finished has no result, and one of another version may not be readable: neither is history. */
async function readRun(file: string): Promise<z.output<typeof kept> | undefined> {
  try {
    const parsed = kept.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (isSystemError(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
