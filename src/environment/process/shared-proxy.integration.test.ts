import { fileURLToPath } from 'node:url';
import { Toxiproxy } from 'toxiproxy-node-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Environment } from '../environment.ts';
import { address } from '../fault-proxy/address.ts';
import { entryFile } from './entry.ts';
import { startProcessEnvironment } from './process-environment.ts';
import { startServiceProcess } from './service-process.ts';
import type { ServiceProcess } from './service-process.ts';

const { signal } = new AbortController();
const runId = `shared-test-${process.pid}`;

let owner: ServiceProcess;
let client: Toxiproxy;
beforeEach(async () => {
  owner = await startServiceProcess({
    name: 'their-proxy',
    entry: entryFile('proxy/main'),
    mark: 'theirs',
    signal,
  });
  client = new Toxiproxy(owner.url);
});
afterEach(() => owner.stop());

function start(scenarioId: string): Promise<Environment> {
  return startProcessEnvironment({
    runId,
    scenarioId,
    replicas: ['r0'],
    contractFile: fileURLToPath(new URL('../../../fixtures/ledger/contract.yaml', import.meta.url)),
    faultProxy: address(owner.url),
    proxyPort: 0,
    seed: 1,
    defect: null,
    signal,
  });
}

it('leaves a fault proxy of others as it was found', async () => {
  const theirs = { name: 'theirs', listen: '127.0.0.1:0', upstream: '127.0.0.1:9', enabled: false };
  await client.createProxy(theirs);
  const environment = await start('first');
  expect(Object.keys(await client.getAll()).toSorted()).toEqual(
    ['theirs', ...environment.paths.map(({ name }) => name)].toSorted(),
  );
  // A second drill finds the names taken, and takes nothing away from the first.
  await expect(start('second')).rejects.toMatchObject({
    code: 'start-failed',
    part: 'fault-proxy',
    message: expect.stringContaining('another drill'),
  });
  expect(Object.keys(await client.getAll())).toHaveLength(1 + environment.paths.length);

  const steps = await environment.stop();
  expect(steps.filter(({ ok, note }) => !ok || note !== undefined)).toEqual([]);
  expect(steps.map(({ step }) => step)).toContain(`leave the fault proxy at ${owner.url} to its owner`);
  expect(await client.getAll()).toMatchObject({ theirs: { enabled: false } });
  expect(Object.keys(await client.getAll())).toEqual(['theirs']);
});
