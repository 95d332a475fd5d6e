import { parentPort, workerData } from 'node:worker_threads';
import { PolicyRejected } from './engine.ts';
import { examineSet, type ExaminedSet } from './examine-set.ts';
import type { Examination, ExaminationOrder } from './examine-sets.ts';

// A thread that examines policies once: what it is given are the arguments, what it posts is the result.
const order: ExaminationOrder = workerData;
parentPort?.postMessage(examine(order), []);

function examine({ files, sets }: ExaminationOrder): Examination {
  try {
    const examined = sets.map((set): [string, ExaminedSet] => [set, examineSet(files, set)]);
    return { kind: 'sound', sets: new Map(examined) };
  } catch (error) {
    if (error instanceof PolicyRejected) return { kind: 'rejected', reason: error.message };
    throw error;
  }
}
