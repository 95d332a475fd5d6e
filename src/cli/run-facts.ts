import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** A name for a run that sorts by time and is unique on this machine: `2026-11-24T06-30-12Z-3f9a`. */
export function newRunId(now: Date): string {
  const stamp = now.toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

/** The commit that is checked out here, or null outside a git checkout or without git. */
export async function currentCommit(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD']);
    return stdout.trim();
  } catch {
    // No git, no checkout or no commit yet: a run does not need one.
    return null;
  }
}
