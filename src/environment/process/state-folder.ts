import { mkdirSync, lstatSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where runs of this user leave what must outlive them: registry files and compiled code. */
export function stateFolder(): string {
  return join(tmpdir(), `authz-drill-${userInfo().uid}`);
}

/**
 * Makes a folder under `stateFolder()`, readable by this user alone.
 * @throws Error where the state folder is a link or somebody else's: the temporary folder is shared, and what
 * is read from there decides which processes are ended
 */
export function makeStateFolder(name: string): string {
  const root = stateFolder();
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const found = lstatSync(root);
  const ours = process.getuid === undefined || found.uid === process.getuid();
  if (!found.isDirectory() || !ours) throw new Error(`${root} is not a folder of this user's own`);
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
