import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWorkloadCredential } from '../app/clients/workload-credential.ts';
import { readBundleKeys, readKey } from '../service/fixtures.ts';
import { realOpa } from '../testing/opa.ts';
import { startChild } from '../testing/child.ts';
import { startService, until, type Service } from '../testing/world.ts';
import { createOpaClient } from './opa-client.ts';
import { opaConfig } from './opa-config.ts';
import { startOpa } from './opa-process.ts';

let bundleService: Service;
let credential: string;
let service: Service;

beforeAll(async () => {
  bundleService = await startService('bundle-service');
  service = await startFront();
  const key = await readKey('workload.private');
  credential = await (await createWorkloadCredential({ key, replica: 'r0', lifetimeMs: 600_000 })).current();
  await until(async () => (await fetch(`${service.url}/readyz`)).status === 200);
});
afterAll(async () => {
  await service?.child.stop();
  await bundleService?.child.stop();
});

function startFront(bundleServiceUrl = bundleService.url): Promise<Service> {
  return startService('opa-policy-service', { BUNDLE_SERVICE_URL: bundleServiceUrl, OPA_PROGRAM: realOpa() });
}

const alice = {
  type: 'User',
  id: 'alice',
  properties: { roles: ['approver', 'finance'], department: 'finance' },
};
const mallory = {
  type: 'User',
  id: 'mallory',
  properties: { roles: ['contractor', 'approver'], department: 'external' },
};
const payment = { type: 'Payment', id: 'p-1', properties: { department: 'finance', requestedBy: 'bob' } };

/** May this person approve the payment? */
const approval = (subject: object): object => ({
  subject,
  action: { name: 'payment:approve' },
  resource: payment,
  context: { risk: 'low' },
});

/** What the front answers to a question of the application. */
async function ask(
  body: object,
  { front = service, path = '/access/v1/evaluation', token = credential, id = 'request-1' } = {},
): Promise<{ readonly status: number; readonly id: string | null; readonly said: unknown }> {
  const answer = await fetch(`${front.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-request-id': id },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return {
    status: answer.status,
    id: answer.headers.get('x-request-id'),
    said: isJson ? JSON.parse(text) : text,
  };
}

const control = (of: Service, path: string, method: string, body?: object): Promise<Response> =>
  fetch(`${of.controlUrl}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const statusBoard = z.object({
  instances: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      bundles: z
        .record(
          z.string(),
          z.object({
            active_revision: z.string().optional(),
            code: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .optional(),
    }),
  ),
});

/** What OPA has told the bundle service of itself. */
async function reported(): Promise<{
  revision?: string | undefined;
  code?: string | undefined;
  message?: string | undefined;
}> {
  const { instances } = statusBoard.parse(await (await control(bundleService, 'status', 'GET')).json());
  const own = instances.find(({ labels }) => labels['instance'] === 'policy-service');
  const { active_revision: revision, code, message } = own?.bundles?.['ledger'] ?? {};
  return { revision, code, message };
}

const order = { by: 'authz-drill', approvedBy: 'payments-iam', reason: 'test' };
const decided = (decision: boolean, policyRevision: number, reason: string): object => ({
  status: 200,
  said: { decision, context: { policyRevision, reason } },
});

describe('OPA behind an AuthZEN front', () => {
  afterEach(() => control(service, 'behaviour', 'DELETE'));

  it('decides, names the policy revision and the rules, and repeats the request id', async () => {
    expect(await ask(approval(alice), { id: 'a-1' })).toEqual({
      id: 'a-1',
      ...decided(true, 1, 'approve-own-department'),
    });
    expect(await ask(approval(mallory))).toMatchObject(decided(false, 1, 'no policy permits it'));
    expect(await ask({ ...approval(alice), context: { risk: 'high' } })).toMatchObject(
      decided(false, 1, 'high-risk'),
    );
  });

  it('answers several questions at once', async () => {
    const path = '/access/v1/evaluations';
    const { said } = await ask({ evaluations: [approval(alice), approval(mallory), {}] }, { path });
    expect(said).toMatchObject({
      evaluations: [{ decision: true }, { decision: false }, { decision: false }],
    });
  });

  it('answers nobody without a good credential, and a canary with one', async () => {
    expect(await ask(approval(alice), { token: 'none' })).toMatchObject({ status: 401 });
    const canary = z
      .object({ credential: z.string() })
      .parse(await (await control(service, 'credentials', 'POST')).json());
    expect(await ask(approval(alice), { token: canary.credential })).toMatchObject({ status: 200 });
  });

  it('counts questions, and misbehaves when it is told to', async () => {
    const asked = async (): Promise<unknown> => (await control(service, 'requests', 'GET')).json();
    const { evaluations } = z.object({ evaluations: z.number() }).parse(await asked());
    await control(service, 'behaviour', 'PUT', { kind: 'status', status: 503, ttlMs: 10_000 });
    expect(await ask(approval(alice))).toMatchObject({ status: 503 });
    await control(service, 'behaviour', 'PUT', { kind: 'credential-revoked', ttlMs: 10_000 });
    expect(await ask(approval(alice))).toMatchObject({ status: 401 });
    expect(await asked()).toEqual({ evaluations: evaluations + 2 });
  });

  it('takes up a publication and a rollback, and says so', async () => {
    const published = await control(bundleService, 'publications', 'POST', { policy: 'bad-allow', ...order });
    expect(published.status).toBe(201);
    await until(async () => (await reported()).revision === '2');
    expect(await ask(approval(mallory))).toMatchObject(decided(true, 2, 'vendor-onboarding'));
    expect((await control(bundleService, 'rollbacks', 'POST', { to: 1, ...order })).status).toBe(201);
    await until(async () => (await reported()).revision === '3');
    expect(await ask(approval(mallory))).toMatchObject(decided(false, 3, 'no policy permits it'));
  });

  it.each(['unsigned', 'altered', 'unknown-key', 'retired-key'])(
    'stays with its policy when offered one that is %s',
    async (variant) => {
      const before = await reported();
      expect(before).toMatchObject({ code: undefined });
      const behaviour = { kind: 'untrusted-bundle', variant, policy: 'forged', ttlMs: 20_000 };
      expect((await control(bundleService, 'behaviour', 'PUT', behaviour)).status).toBe(200);
      await until(async () => (await reported()).code !== undefined);
      expect(await reported()).toMatchObject({ revision: before.revision, code: 'bundle_error' });
      expect(await ask(approval(mallory))).toMatchObject({ status: 200, said: { decision: false } });
      await control(bundleService, 'behaviour', 'DELETE');
      await until(async () => (await reported()).code === undefined);
    },
  );

  it('has no decision while OPA stands still, which is not a deny', async () => {
    const opa = opaOf(service);
    process.kill(opa, 'SIGSTOP');
    try {
      await until(() => standsStill(opa));
      expect(await ask(approval(mallory))).toMatchObject({
        status: 503,
        said: expect.stringContaining('OPA does not answer'),
      });
    } finally {
      process.kill(opa, 'SIGCONT');
    }
    expect(await ask(approval(mallory))).toMatchObject({ status: 200 });
  });
});

describe('an OPA that waits at the bundle service', () => {
  it('is told of a publication, and waits again', async () => {
    const { url: bundleServiceUrl } = bundleService;
    const keys = await readBundleKeys();
    const opa = await startOpa(
      realOpa(),
      opaConfig({ bundleServiceUrl, keys, pollEveryS: 60, longPollS: 60 }),
    );
    const client = createOpaClient(opa.socketPath);
    const held = async (): Promise<unknown> => (await control(bundleService, 'held', 'GET')).json();
    await until(async () => (await client.isUp()) && (await client.revision()) > 0);
    const before = await client.revision();
    await until(async () => JSON.stringify(await held()) === '{"held":1}');
    await control(bundleService, 'publications', 'POST', { policy: 'bad-deny', ...order });
    // Long before its next poll, or the test's end, would be due.
    await until(async () => (await client.revision()) === before + 1);
    await until(async () => JSON.stringify(await held()) === '{"held":1}');
    await client.close();
    await opa.stop();
    expect(before).toBeGreaterThan(0);
  });
});

describe('a policy service that is OPA', () => {
  it('has no decision while OPA has no policy, which is not a deny', async () => {
    const front = await startFront('http://127.0.0.1:9');
    expect(await ask(approval(alice), { front })).toMatchObject({
      status: 503,
      said: 'OPA has no policy to decide by',
    });
    expect((await fetch(`${front.url}/readyz`)).status).toBe(503);
    await front.child.stop();
  });

  it('leaves nothing behind when it is ended, or killed', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const front = await startFront();
      const opa = opaOf(front);
      const folder = readlinkSync(`/proc/${opa}/cwd`);
      front.child.process.kill(signal);
      await front.child.exited;
      await until(() => !runs(opa));
      await until(async () => !(await isThere(folder)));
      expect([runs(opa), await isThere(folder)]).toEqual([false, false]);
    }
  });

  it('ends when OPA does, and says so', async () => {
    const front = await startFront();
    process.kill(opaOf(front), 'SIGKILL');
    expect(await front.child.exited).toBe(1);
    expect(front.child.stderr()).toContain('was ended by SIGKILL');
  });

  it('says why it cannot start', async () => {
    const env = { BUNDLE_SERVICE_URL: bundleService.url };
    const without = await startChild('opa-policy-service', { ...env, OPA_PROGRAM: '/no/such/opa' });
    expect(without.line).toMatchObject({ ready: false, error: expect.stringContaining('could not be run') });
    const other = await startChild('opa-policy-service', { ...env, OPA_PROGRAM: '/bin/false' });
    expect(other.line).toMatchObject({ ready: false, error: 'OPA (/bin/false) exited with code 1' });
    expect([await without.exited, await other.exited]).toEqual([1, 1]);
  });
});

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function opaOf({ child: { line } }: Service): number {
  const [opa] = line.ready ? line.helpers : [];
  if (opa === undefined) throw new Error('it names no OPA');
  return opa.pid;
}

/** Whether every thread of a process has come to a stop. */
function standsStill(pid: number): boolean {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.every((thread) =>
    /^State:\tT/m.test(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')),
  );
}

/** Whether a process still runs; one that is dead and not yet buried has no command line. */
function runs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
