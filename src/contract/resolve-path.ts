import { dirname, isAbsolute, join, relative } from 'node:path';

/** A path that a file names, as the user would type it: relative ones are meant from the folder of that file. */
export function pathFrom(file: string, named: string): string {
  return isAbsolute(named) ? named : join(dirname(file), named);
}

/** A path relative to where the program runs, so that no record of a run names a machine's own folders. */
export function shownPath(path: string): string {
  return isAbsolute(path) ? relative(process.cwd(), path) || '.' : path;
}
