import { Worker } from 'node:worker_threads';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { takeTurns } from '../service/take-turns.ts';
import { PolicyRejected, type PolicyFiles } from './engine.ts';
import { examineSet, setsOf, type ExaminedSet } from './examine-set.ts';

/** Examined sets by name. */
export type ExaminedSets = ReadonlyMap<string, ExaminedSet>;

/** What the worker of `examine-worker.ts` is given. */
export interface ExaminationOrder {
  readonly files: PolicyFiles;
  readonly sets: readonly string[];
}

/** What it answers: that everything is sound, or why the policies are not. */
export type Examination =
  | { readonly kind: 'sound'; readonly sets: ExaminedSets }
  | { readonly kind: 'rejected'; readonly reason: string };

/**
 * More text than this is examined in a thread of its own, which costs a tenth of a second and some 60 MB for as long as it
 * lasts; less than this would be examined in the meantime.
 */
const largestOnThisThread = 32 * 1_024;

/**
 * Examines the `wanted` sets, without keeping the requests waiting for more than a few milliseconds.
 * @throws PolicyRejected as `examineSet` does
 */
export async function examineSets(
  files: PolicyFiles,
  wanted: ReadonlySet<string> | undefined,
  turn: ReturnType<typeof takeTurns>,
): Promise<ExaminedSets> {
  const sets = [...setsOf(files)].filter((set) => wanted?.has(set) !== false);
  if (lengthOf(files, sets) > largestOnThisThread) return examineElsewhere({ files, sets });
  const examined = new Map<string, ExaminedSet>();
  for (const set of sets) examined.set(set, await examineSet(files, set, turn));
  return examined;
}

function lengthOf(files: PolicyFiles, sets: readonly string[]): number {
  let length = 0;
  for (const [path, text] of files)
    if (isRead(path) && sets.includes(path.split('/')[0] ?? '')) length += text.length;
  return length;
}

/** What other engines decide by lies in the same folders, and is long. */
function isRead(path: string): boolean {
  return path.endsWith('.cedar') || path.endsWith('data.json');
}

async function examineElsewhere(order: ExaminationOrder): Promise<ExaminedSets> {
  // As the program itself is run: `.ts` in the source tree, `.js` once it is built.
  const self = fileURLToPath(import.meta.url);
  const worker = new Worker(new URL(`examine-worker${extname(self)}`, import.meta.url), {
    workerData: order,
  });
  try {
    const { promise, resolve, reject } = Promise.withResolvers<Examination>();
    worker.once('message', resolve).once('error', reject);
    worker.once('exit', (code) => reject(new Error(`examining the policies ended with ${code}`)));
    const examination = await promise;
    if (examination.kind === 'rejected') throw new PolicyRejected(examination.reason);
    return examination.sets;
  } finally {
    await worker.terminate();
  }
}
