import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these folders' program of this name that can be run. */
export function executableIn(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The folders of a PATH. */
export function foldersOf({ PATH = '' }: NodeJS.ProcessEnv): readonly string[] {
  return PATH.split(delimiter).filter((folder) => folder !== '');
}

/** Whether a file is there and may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
