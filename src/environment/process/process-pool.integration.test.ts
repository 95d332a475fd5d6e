import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Environment } from '../environment.ts';
import { markedProcesses } from './marked-processes.ts';
import { openPool } from './process-pool.ts';
import type { ProcessPool } from './process-pool.ts';
import { readRecords } from './run-registry.ts';

const contractFile = fileURLToPath(new URL('../../../fixtures/ledger/contract.yaml', import.meta.url));
const order = { reason: 'a test', approvedBy: null, breakGlass: false };
const { signal } = new AbortController();
const runId = `pool-test-${process.pid}`;
const services = ['bundle-service', 'context-service', 'fault-proxy', 'log-sink', 'policy-service'];

let pool: ProcessPool;
beforeEach(() => {
  pool = openPool({ runId });
});
afterEach(() => pool.close());

/** Ends the pool and proves that nothing of it is left. */
async function closePool(): Promise<void> {
  const steps = await pool.close();
  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  for (const mark of ['first', 'second', 'services-1', 'services-2'])
    expect(await markedProcesses(`${runId}/${mark}`)).toEqual([]);
  expect((await readRecords()).filter(({ record }) => record.mark.startsWith(runId))).toEqual([]);
}

function start(scenarioId: string, seed = 1, contract = contractFile): Promise<Environment> {
  return pool.start({
    scenarioId,
    replicas: ['r0'],
    contractFile: contract,
    proxyPort: 0,
    seed,
    defect: null,
    signal,
  });
}

function pids({ processes }: Environment): Record<string, number> {
  return Object.fromEntries(processes.map(({ name, pid }) => [name, pid]));
}

/** Names of the processes that the second drill was given from the first. */
function handedOn(first: Record<string, number>, second: Environment): readonly string[] {
  return second.processes.flatMap(({ name, pid }) => (first[name] === pid ? name : [])).toSorted();
}

async function stop(environment: Environment): Promise<void> {
  expect((await environment.stop()).filter(({ ok }) => !ok)).toEqual([]);
}

it('hands services on as they were started, and the application never', async () => {
  const first = await start('first');
  const before = pids(first);
  const record = {
    decisionId: 'd-1',
    replica: 'r0',
    subject: 'alice',
    action: 'invoice:list',
    resource: 'ledger/main',
    inputs: {},
    outcome: 'allow',
    mode: 'local',
    policyRevision: 1,
  };
  await fetch(`${first.services['log-sink'].url}/logs`, { method: 'POST', body: JSON.stringify([record]) });
  const misbehave = { method: 'PUT', body: JSON.stringify({ kind: 'frozen', ttlMs: 60_000 }) };
  await fetch(`${first.services['context-service'].controlUrl}/control/behaviour`, misbehave);
  await first.processControl?.pause('bundle-service');
  await stop(first);
  expect(await markedProcesses(`${runId}/first`)).toEqual([]);

  const second = await start('second');
  expect(handedOn(before, second)).toEqual(services);
  expect(await second.readLog(0, 0, signal)).toEqual({ records: [], next: 0 });
  expect(Object.keys(await second.faultProxy.client.getAll()).toSorted()).toEqual(
    second.paths.map(({ name }) => name).toSorted(),
  );
  const behaviour = await fetch(`${second.services['context-service'].controlUrl}/control/behaviour`);
  expect(await behaviour.json()).toEqual({ kind: 'normal' });
  await stop(second);
  await closePool();
});

it('starts what has published anew, and whoever followed it', async () => {
  const first = await start('first');
  const before = pids(first);
  await first.policies.publish('bad-allow', order);
  await stop(first);
  const second = await start('second');
  expect(handedOn(before, second)).toEqual(['context-service', 'fault-proxy', 'log-sink']);
  expect(await second.policies.publish('bad-deny', order)).toMatchObject({ revision: 2 });
  await stop(second);
  await closePool();
});

it('starts what was asked for a publication anew, even if it has refused it', async () => {
  const first = await start('first');
  const before = pids(first);
  const unapproved = first.policies.publish('bad-allow', { ...order, approvedBy: 'mallory' });
  await expect(unapproved).rejects.toMatchObject({ name: 'ChangeRefused', code: 'unapproved' });
  await stop(first);
  const second = await start('second');
  expect(handedOn(before, second)).not.toContain('bundle-service');
  await stop(second);
  await closePool();
});

it('tells the bundle service whose contract it goes by, and lets it forget who reported to it', async () => {
  const first = await start('first');
  const { url, controlUrl } = first.services['bundle-service'];
  const report = JSON.stringify({ labels: { id: 'gone' }, bundles: {} });
  expect((await fetch(`${url}/status`, { method: 'POST', body: report })).status).toBe(200);
  await stop(first);
  const folder = await mkdtemp(join(tmpdir(), 'contract-'));
  const other = join(folder, 'contract.yaml');
  const text = await readFile(contractFile, 'utf8');
  await writeFile(other, text.replace('approvers: [payments-iam, security]', 'approvers: [nobody-else]'));
  const second = await start('second', 1, other);
  expect(second.services['bundle-service'].controlUrl).toBe(controlUrl);
  expect(await (await fetch(`${controlUrl}/control/status`)).text()).not.toContain('gone');
  expect(await second.policies.publish('bad-deny', order)).toMatchObject({ approvedBy: 'nobody-else' });
  await stop(second);
  await rm(folder, { recursive: true });
  await closePool();
});

it('starts a fault proxy of another seed anew, and whoever knew it by its address', async () => {
  const first = await start('first');
  const before = pids(first);
  await stop(first);
  const second = await start('second', 2);
  expect(handedOn(before, second)).toEqual(['bundle-service', 'context-service', 'log-sink']);
  await stop(second);
  await closePool();
});

it('hands nothing on of which a process has ended by itself', async () => {
  const first = await start('first');
  const before = pids(first);
  process.kill(before['log-sink'] ?? 0, 'SIGKILL');
  expect(await first.unexpectedExit).toMatchObject({ name: 'log-sink' });
  await stop(first);
  const second = await start('second');
  expect(handedOn(before, second)).toEqual([]);
  await stop(second);
  await closePool();
});

it('gives drills that run at a time nothing in common, and ends what still stands', async () => {
  const first = await start('first');
  const second = await start('second');
  expect(handedOn(pids(first), second)).toEqual([]);
  await closePool();
  const steps = (await pool.close()).map(({ step }) => step);
  expect(steps).toContain(`stop r0 (pid ${pids(first)['r0']})`);
  expect(steps).toContain(`stop r0 (pid ${pids(second)['r0']})`);
});
