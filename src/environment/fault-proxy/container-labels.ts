import { readFile, readlink } from 'node:fs/promises';
import { identify } from '../process/process-identity.ts';

/** Label of a container of ours that holds the mark of the environment it belongs to. */
export const runLabel = 'authz-drill.run';

/** Label that holds which process it belongs to, as `thisHarness` writes it. */
export const harnessLabel = 'authz-drill.harness';

/**
 * This process in a word that no other process ever has: where its pid counts (boot, pid namespace and user), the pid,
 * and when it started. Containers outlive process lists and cross them, so a pid alone proves nothing.
 */
export async function thisHarness(): Promise<string> {
  const startedAt = (await identify(process.pid))?.startedAt ?? '';
  return [await here(), process.pid, startedAt].join('/');
}

/**
 * Whether the process in a label is proved dead: it must have been started where we can see it. What cannot be
 * read, and what was started elsewhere, counts as alive.
 */
export async function isProvedDead(harness: string): Promise<boolean> {
  const [, place, pid, startedAt] = /^(.+)\/(\d+)\/(\d+)$/.exec(harness) ?? [];
  if (place === undefined || startedAt === undefined || place !== (await here())) return false;
  return (await identify(Number(pid)))?.startedAt !== startedAt;
}

/** Where pids of this process's view count; a process of another user may be hidden from us, so the user is part of it. */
async function here(): Promise<string> {
  const [boot, namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readlink('/proc/self/ns/pid'),
  ]);
  return [boot.trim(), namespace, process.getuid?.() ?? ''].join('/');
}
