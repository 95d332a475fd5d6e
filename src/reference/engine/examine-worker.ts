import { parentPort, workerData } from 'node:worker_threads';
import { takeTurns } from '../service/take-turns.ts';
import { PolicyRejected } from './engine.ts';
import { examineSet, type ExaminedSet } from './examine-set.ts';
import type { Examination, ExaminationOrder } from './examine-sets.ts';

// A thread that examines policies once: what it is given are the arguments, what it posts is the result.
const order: ExaminationOrder = workerData;
parentPort?.postMessage(await examine(order), []);

async function examine({ files, sets }: ExaminationOrder): Promise<Examination> {
  // Nobody else waits for this thread.
  const turn = takeTurns(Infinity);
  try {
    const examined = new Map<string, ExaminedSet>();
    for (const set of sets) examined.set(set, await examineSet(files, set, turn));
    return { kind: 'sound', sets: examined };
  } catch (error) {
    if (error instanceof PolicyRejected) return { kind: 'rejected', reason: error.message };
    throw error;
  }
}
