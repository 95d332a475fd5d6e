import { mkdir } from 'node:fs/promises';
import { Failure } from './failure.ts';

/** Makes the folder that a run writes to. @throws Failure where it cannot be made */
export async function makeRunFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Failure(`${folder}: the run's folder cannot be made`, {
      cause: error,
      hint: 'Choose another place with --out.',
    });
  }
}
