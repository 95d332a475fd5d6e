import { setTimeout as pause } from 'node:timers/promises';
import { EnvironmentError } from '../environment-error.ts';
import { harnessLabel, isProvedDead, runLabel } from './container-labels.ts';
import type { Docker } from './docker.ts';

/** Longest that a container may take to be gone; the daemon of a starved machine is slow. */
const goneWithinMs = 10_000;
const lookEveryMs = 50;

/**
 * Ends and removes a container, and proves that it is gone; one that is not there is fine.
 * @throws Error where it stays, EnvironmentError where docker cannot be asked
 */
export async function removeContainer(docker: Docker, name: string): Promise<void> {
  const removed = await docker(['rm', '--force', '--volumes', name]);
  const deadline = performance.now() + goneWithinMs;
  // The daemon may be about to remove it by itself (`--rm`), and refuses to do it twice.
  while (await isThere(docker, name)) {
    if (performance.now() > deadline) throw new Error(`container ${name} stays: ${removed.complaint}`);
    await pause(lookEveryMs);
  }
}

async function isThere(docker: Docker, name: string): Promise<boolean> {
  const listed = await docker(['ps', '--all', '--quiet', '--filter', `name=^/?${name}$`]);
  if (!listed.ok) throw new Error(`containers cannot be listed: ${listed.complaint}`);
  return listed.stdout.trim() !== '';
}

/**
 * Removes containers that runs left behind whose harness is proved dead. No other is touched.
 * @param say takes a line for each that was found
 * @throws EnvironmentError where docker cannot be asked
 */
export async function sweepContainers(
  docker: Docker,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const columns = ['{{.Names}}', `{{.Label "${runLabel}"}}`, `{{.Label "${harnessLabel}"}}`].join('\t');
  const listed = await docker(
    ['ps', '--all', '--no-trunc', '--filter', `label=${harnessLabel}`, '--format', columns],
    { signal },
  );
  if (!listed.ok) {
    const message = `containers cannot be listed: ${listed.complaint}`;
    throw new EnvironmentError('start-failed', 'fault-proxy', message);
  }
  for (const line of listed.stdout.split('\n')) {
    const [name, run = '', harness = ''] = line.split('\t');
    if (name === undefined || name === '' || !(await isProvedDead(harness))) continue;
    try {
      await removeContainer(docker, name);
    } catch (error) {
      // It is in nobody's way, and the next sweep tries again.
      say(
        `the container ${name} of ${run}, left behind by a run that died, could not be removed: ${String(error)}`,
      );
      continue;
    }
    say(`removed the container ${name} of ${run}, left behind by a run that died`);
  }
}
