import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { Environment } from '../environment.ts';
import { startProcessEnvironment } from './process-environment.ts';
import { makeStateFolder } from './state-folder.ts';
import { waitUntil } from './wait-until.ts';

const ledger = (path: string): string =>
  fileURLToPath(new URL(`../../../fixtures/ledger/${path}`, import.meta.url));
const order = { reason: 'a test', approvedBy: null, breakGlass: false };
const runId = `files-test-${process.pid}`;
const { signal } = new AbortController();

let standing: Environment | undefined;
afterEach(async () => {
  await standing?.stop();
});

async function start(contractFile: string, release: boolean): Promise<Environment> {
  standing = await startProcessEnvironment({
    runId,
    scenarioId: 'some-scenario',
    replicas: ['r0', 'r1'],
    contractFile,
    release,
    proxyPort: 0,
    seed: 1,
    defect: null,
    signal,
  });
  return standing;
}

/** What lies on disk on behalf of this test's drills. */
async function left(): Promise<readonly string[]> {
  const names = await readdir(makeStateFolder('runs'));
  return names.filter((name) => name.startsWith(runId)).map((name) => name.replace(/^[^.]*\./, ''));
}

/** The revision that each replica says it has. */
async function revisions({ replicas }: Environment): Promise<readonly number[]> {
  const said = z.object({ revision: z.number() });
  return Promise.all(
    replicas.map(async ({ url }) => said.parse(await (await fetch(`${url}/readyz`)).json()).revision),
  );
}

async function restart({ processControl }: Environment, name: string): Promise<void> {
  await processControl?.end(name, 'SIGTERM');
  await processControl?.start(name);
}

it('gives each replica a place for what outlives its process, and takes it away with the drill', async () => {
  const environment = await start(ledger('contract.yaml'), false);
  expect(environment.policies.byRestart).toBe(false);
  expect((await left()).toSorted()).toEqual(
    expect.arrayContaining(['json', 'r0.state', 'r1.state'].toSorted()),
  );
  const steps = await environment.stop();
  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  expect(await left()).toEqual([]);
});

it('deploys a policy that comes with the release, which a replica takes up when it is restarted', async () => {
  const environment = await start(ledger('contracts/release.yaml'), true);
  expect(environment.policies.byRestart).toBe(true);
  expect(await revisions(environment)).toEqual([1, 1]);
  expect(await environment.policies.publish('bad-allow', order)).toMatchObject({ revision: 2 });
  expect(await revisions(environment)).toEqual([1, 1]);
  await restart(environment, 'r0');
  await waitUntil(
    async () => ((await revisions(environment))[0] === 2 ? true : undefined),
    AbortSignal.timeout(20_000),
  );
  expect(await revisions(environment)).toEqual([2, 1]);
  expect(await environment.policies.rollback(1, order)).toMatchObject({ revision: 3, policy: 'good' });
  await restart(environment, 'r1');
  expect(await revisions(environment)).toEqual([2, 3]);
  expect((await environment.stop()).filter(({ ok }) => !ok)).toEqual([]);
  expect(await left()).toEqual([]);
});
