import { join } from 'node:path';
import { executableIn, foldersOf, isExecutable } from '../executable.ts';

/**
 * Path of a Cerbos server: named by `CERBOS_PROGRAM`, on the PATH, or in the npm package that brings it for this platform, where
 * that is installed in this folder or one above it.
 * @returns undefined where there is none; one that is named is believed to be there
 */
export function findCerbos(env: NodeJS.ProcessEnv = process.env, from = process.cwd()): string | undefined {
  const named = env['CERBOS_PROGRAM'];
  if (named !== undefined && named !== '') return named;
  return executableIn(foldersOf(env), 'cerbos') ?? packaged(from);
}

/** Not the `cerbos` command of npm: that is a script whose child the server would be. */
function packaged(from: string): string | undefined {
  const name = `cerbos-${process.platform}-${process.arch}`;
  const path = join(from, 'node_modules', '@cerbos', name, name);
  if (isExecutable(path)) return path;
  const above = join(from, '..');
  return above === from ? undefined : packaged(above);
}
