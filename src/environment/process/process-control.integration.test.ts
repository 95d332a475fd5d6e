import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import type { Environment, ProcessControl } from '../environment.ts';
import { identify } from './process-identity.ts';
import { startProcessEnvironment } from './process-environment.ts';
import { waitUntil } from './wait-until.ts';

const contractFile = fileURLToPath(new URL('../../../fixtures/ledger/contract.yaml', import.meta.url));
const { signal } = new AbortController();

let standing: Environment | undefined;
afterEach(async () => {
  await standing?.stop();
});

interface Controlled {
  readonly environment: Environment;
  readonly control: ProcessControl;
  /** Address of the only replica. */
  readonly url: string;
}

async function start(): Promise<Controlled> {
  const environment = await startProcessEnvironment({
    runId: `control-test-${process.pid}`,
    scenarioId: 'some-scenario',
    replicas: ['r0'],
    contractFile,
    proxyPort: 0,
    seed: 1,
    defect: null,
    signal,
  });
  standing = environment;
  const [replica] = environment.replicas;
  if (environment.processControl === undefined || replica === undefined)
    throw new Error('nothing to control');
  return { environment, control: environment.processControl, url: replica.url };
}

/** Whether the replica says so of itself, as soon as it says anything. */
async function isReady(url: string): Promise<true | undefined> {
  const answer = await fetch(`${url}/readyz`).catch(() => undefined);
  return answer?.ok === true ? true : undefined;
}

/** Whether anything comes back from there at all. */
function answers(at: string): Promise<boolean> {
  return fetch(`${at}/healthz`, { signal: AbortSignal.timeout(300) }).then(
    () => true,
    () => false,
  );
}

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'ends a replica by %s and starts it at the same address',
  async (how) => {
    const { environment, control, url } = await start();
    let unexpected = false;
    void environment.unexpectedExit.then(() => (unexpected = true));

    const exit = await control.end('r0', how);
    expect(exit).toMatchObject(
      how === 'SIGTERM' ? { code: 0, signal: null } : { code: null, signal: 'SIGKILL' },
    );
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    await expect(control.end('r0', how)).rejects.toThrow('does not run');

    const { pid } = await control.start('r0');
    expect(pid).not.toBe(exit.pid);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await waitUntil(() => isReady(url), AbortSignal.timeout(20_000));
    await expect(control.start('r0')).rejects.toThrow('still runs');
    expect(unexpected).toBe(false);

    const steps = await environment.stop();
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(await identify(pid)).toBeUndefined();
  },
);

it('lets a process stand still and go on, and takes away one that stands still', async () => {
  const { environment, control, url } = await start();
  const policyService = environment.services['policy-service'].url;
  await control.pause('policy-service');
  expect(await answers(policyService)).toBe(false);
  await expect(control.pause('policy-service')).rejects.toThrow('paused already');
  await control.resume('policy-service');
  await waitUntil(
    async () => ((await answers(policyService)) ? true : undefined),
    AbortSignal.timeout(10_000),
  );
  await control.resume('policy-service');

  await control.pause('r0');
  expect(await answers(url)).toBe(false);
  const steps = await environment.stop();
  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
});

it('moves the wall clock of a replica, and of nobody else', async () => {
  const { control, environment } = await start();
  await control.skewClock('r0', 3_600_000);
  await expect(control.skewClock('policy-service', 1_000)).rejects.toThrow('cannot be moved');
  expect((await environment.stop()).filter(({ ok }) => !ok)).toEqual([]);
});
