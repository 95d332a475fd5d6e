import { mkdirSync, lstatSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '../environment-error.ts';

/** Where runs of this user leave what must outlive them: registry files and compiled code. */
export function stateFolder(): string {
  return join(tmpdir(), `authz-drill-${userInfo().uid}`);
}

/**
 * Makes a folder under `stateFolder()`, readable by this user alone.
 * @throws EnvironmentError where it cannot be made, or where the state folder is a link or somebody else's: the
 * temporary folder is shared, and what is read from there decides which processes are ended
 */
export function makeStateFolder(name: string): string {
  const root = stateFolder();
  const folder = join(root, name);
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    const found = lstatSync(root);
    const ours = process.getuid === undefined || found.uid === process.getuid();
    if (!found.isDirectory() || !ours) throw new Error("it is not a folder of this user's own");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError('start-failed', null, `${folder} cannot be used: ${why}`, { cause });
  }
  return folder;
}
