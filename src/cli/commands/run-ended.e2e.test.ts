import { readdir, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { runsFolder, startAuthzDrill } from '../testing/authz-drill.ts';
import { processesOfRun } from '../testing/processes.ts';

/** Processes of one environment: two replicas, four services and the fault proxy. */
const ofOne = 7;

it.skipIf(process.platform !== 'linux').each([
  { how: 'SIGINT', code: 130 },
  { how: 'SIGKILL', code: null },
] as const)(
  'a run that is ended by $how leaves no process, not of the environment that was stood up ahead either',
  async ({ how, code }) => {
    const folder = await runsFolder();
    const scenarios = [
      'policy-service/refused.yaml',
      'policy-service/stopped.yaml',
      'rollback/bad-allow.yaml',
    ];
    const paths = scenarios.map((file) => `scenarios/${file}`);
    const { child, ended } = startAuthzDrill(['run', ...paths, '--workers', '1', '--out', folder]);
    const runId = async (): Promise<string | undefined> =>
      (await readdir(folder)).find((name) => name !== 'latest');
    const left = async (): Promise<number> => processesOfRun(`${await runId()}/`).length;
    // Ended by the test's own time-out where it never comes to that.
    while ((await left()) < 2 * ofOne) await delay(50);
    child.kill(how);
    expect(await ended).toMatchObject({ code });
    // After a SIGKILL there is nobody who waits for them.
    if (how === 'SIGKILL') await vi.waitUntil(async () => (await left()) === 0, { timeout: 60_000 });
    expect(await left()).toBe(0);
    await rm(folder, { recursive: true });
  },
);
