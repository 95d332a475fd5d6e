import { readlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startService, until, type Service } from '../testing/world.ts';
import { knownPrograms, programNames } from './known-programs.ts';
import {
  alice,
  approval,
  askFront,
  control,
  decided,
  isThere,
  mallory,
  order,
  programOf,
  reported,
  runs,
  standsStill,
  startFront,
  startFrontOf,
  type Said,
} from './testing/front.ts';

describe.each(programNames)('%s behind an AuthZEN front', (name) => {
  const { short } = knownPrograms[name];
  let bundleService: Service;
  let service: Service;
  beforeAll(async () => {
    bundleService = await startService('bundle-service');
    service = await startFront(name, bundleService.url);
    await until(async () => (await fetch(`${service.url}/readyz`)).status === 200);
  });
  afterAll(async () => {
    await service?.child.stop();
    await bundleService?.child.stop();
  });
  afterEach(() => control(service, 'behaviour', 'DELETE'));

  /** The revision that the program says it decides on. */
  async function newest(): Promise<number> {
    return Number((await reported(bundleService)).revision ?? 0);
  }

  /** A busy machine can keep the program from answering in time, which is no decision (503) and says nothing of it. */
  async function askUntilDecided(...asked: [body: object, options?: { readonly id: string }]): Promise<Said> {
    let said = await askFront(service, ...asked);
    while (said.status === 503) said = await askFront(service, ...asked);
    return said;
  }

  it('decides, names the policy revision and the rules, and repeats the request id', async () => {
    await until(async () => (await newest()) > 0);
    const revision = await newest();
    expect(await askUntilDecided(approval(alice), { id: 'a-1' })).toEqual({
      id: 'a-1',
      ...decided(true, revision, 'approve-own-department'),
    });
    expect(await askUntilDecided(approval(mallory))).toMatchObject(
      decided(false, revision, 'no policy permits it'),
    );
    expect(await askUntilDecided({ ...approval(alice), context: { risk: 'high' } })).toMatchObject(
      decided(false, revision, 'high-risk'),
    );
  });

  it('answers several questions at once', async () => {
    const path = '/access/v1/evaluations';
    const { said } = await askFront(
      service,
      { evaluations: [approval(alice), approval(mallory), {}] },
      { path },
    );
    expect(said).toMatchObject({
      evaluations: [{ decision: true }, { decision: false }, { decision: false }],
    });
  });

  it('answers nobody without a good credential, and a canary with one', async () => {
    expect(await askFront(service, approval(alice), { token: 'none' })).toMatchObject({ status: 401 });
    const canary = z
      .object({ credential: z.string() })
      .parse(await (await control(service, 'credentials', 'POST')).json());
    expect(await askFront(service, approval(alice), { token: canary.credential })).toMatchObject({
      status: 200,
    });
  });

  it('counts questions, and misbehaves when it is told to', async () => {
    const asked = async (): Promise<unknown> => (await control(service, 'requests', 'GET')).json();
    const { evaluations } = z.object({ evaluations: z.number() }).parse(await asked());
    await control(service, 'behaviour', 'PUT', { kind: 'status', status: 503, ttlMs: 60_000 });
    expect(await askFront(service, approval(alice))).toMatchObject({ status: 503 });
    await control(service, 'behaviour', 'PUT', { kind: 'credential-revoked', ttlMs: 60_000 });
    expect(await askFront(service, approval(alice))).toMatchObject({ status: 401 });
    expect(await asked()).toEqual({ evaluations: evaluations + 2 });
  });

  it('takes up a publication and a rollback, and says so', async () => {
    const before = await newest();
    const published = await control(bundleService, 'publications', 'POST', { policy: 'bad-allow', ...order });
    expect(published.status).toBe(201);
    await until(async () => (await newest()) === before + 1);
    expect(await askUntilDecided(approval(mallory))).toMatchObject(
      decided(true, before + 1, 'vendor-onboarding'),
    );
    const back = await control(bundleService, 'rollbacks', 'POST', { to: before, ...order });
    expect(back.status).toBe(201);
    await until(async () => (await newest()) === before + 2);
    expect(await askUntilDecided(approval(mallory))).toMatchObject(
      decided(false, before + 2, 'no policy permits it'),
    );
  });

  it.each(['unsigned', 'altered', 'unknown-key', 'retired-key'])(
    'stays with its policy when offered one that is %s',
    async (variant) => {
      await until(async () => (await reported(bundleService)).code === undefined);
      const before = await reported(bundleService);
      const behaviour = { kind: 'untrusted-bundle', variant, policy: 'forged', ttlMs: 60_000 };
      expect((await control(bundleService, 'behaviour', 'PUT', behaviour)).status).toBe(200);
      await until(async () => (await reported(bundleService)).code !== undefined);
      expect(await reported(bundleService)).toMatchObject({
        revision: before.revision,
        code: 'bundle_error',
      });
      expect(await askUntilDecided(approval(mallory))).toMatchObject({
        status: 200,
        said: { decision: false },
      });
      await control(bundleService, 'behaviour', 'DELETE');
      await until(async () => (await reported(bundleService)).code === undefined);
    },
  );

  it('has no decision while the program stands still, which is not a deny', async () => {
    const program = programOf(service);
    process.kill(program, 'SIGSTOP');
    try {
      await until(() => standsStill(program));
      expect(await askFront(service, approval(mallory))).toMatchObject({
        status: 503,
        said: expect.stringContaining(`${short} does not answer`),
      });
    } finally {
      process.kill(program, 'SIGCONT');
    }
    await until(async () => (await askFront(service, approval(mallory))).status === 200);
  });

  it('has no decision while there is no policy, which is not a deny', async () => {
    const front = await startFront(name, 'http://127.0.0.1:9');
    expect(await askFront(front, approval(alice))).toMatchObject({
      status: 503,
      said: `${short} has no policy to decide by`,
    });
    expect((await fetch(`${front.url}/readyz`)).status).toBe(503);
    await front.child.stop();
  });

  it('leaves nothing behind when it is ended, or killed', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const front = await startFront(name, bundleService.url);
      const program = programOf(front);
      const folder = readlinkSync(`/proc/${program}/cwd`);
      front.child.process.kill(signal);
      await front.child.exited;
      await until(() => !runs(program));
      await until(async () => !(await isThere(folder)));
      expect([runs(program), await isThere(folder)]).toEqual([false, false]);
    }
  });

  it('ends when the program does, and says so', async () => {
    const front = await startFront(name, bundleService.url);
    process.kill(programOf(front), 'SIGKILL');
    expect(await front.child.exited).toBe(1);
    expect(front.child.stderr()).toContain('was ended by SIGKILL');
  });

  it('says why it cannot start', async () => {
    const without = await startFrontOf(name, '/no/such/program', bundleService.url);
    expect(without.line).toMatchObject({ ready: false, error: expect.stringContaining('could not be run') });
    const other = await startFrontOf(name, '/bin/false', bundleService.url);
    expect(other.line).toMatchObject({ ready: false, error: `${short} (/bin/false) exited with code 1` });
    expect([await without.exited, await other.exited]).toEqual([1, 1]);
  });
});
