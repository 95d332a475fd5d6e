import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObservationEvent } from '../../model/event.ts';
import type { Target } from '../../target/target.ts';
import { rotationOf } from '../rotation.ts';
import { findK6 } from './find-k6.ts';
import type { K6Options } from './run-k6.ts';
import { startK6 } from './run-k6.ts';

/** Not k6: see there. */
const program = join(import.meta.dirname, 'testing/k6-stand-in.ts');

let folder: string;
let app: Server;
let url: string;
const heard: { path: string; authorization: string }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authz-drill-k6-test-'));
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  await writeFile(join(folder, 'key.json'), JSON.stringify(await exportJWK(privateKey)));
  heard.length = 0;
  let decisions = 0;
  app = createServer((request, response) => {
    heard.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '' });
    const denied = request.url === '/denied';
    response.writeHead(denied ? 403 : 200, {
      'content-type': 'application/json',
      'authz-decision-id': `d-${decisions++}`,
      'authz-mode': 'remote',
      'authz-policy-revision': '3',
    });
    response.end(JSON.stringify({ rows: [{ iban: 'DE1' }] }));
  });
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve);
  });
  const address = app.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(async () => {
  app.closeAllConnections();
  app.close();
  await rm(folder, { recursive: true, force: true });
});

function options(given: Partial<K6Options> = {}): { options: K6Options; seen: ObservationEvent[] } {
  const seen: ObservationEvent[] = [];
  let ids = 0;
  const origin = performance.now();
  const names = ['r0', 'r1'];
  return {
    seen,
    options: {
      program,
      env: process.env,
      target: target(folder),
      cells: [
        { as: 'alice', do: 'read', on: 'thing/1' },
        { as: 'bob', do: 'write', on: 'thing/1' },
      ],
      hide: ['/rows/*/iban'],
      replicas: names.map((name) => ({ name, url })),
      rotation: rotationOf(names),
      seed: 7,
      ratePerSecond: 50,
      thresholds: [
        { phase: 'outage', p99Ms: 5_000 },
        { phase: 'recovery', p99Ms: 5_000 },
      ],
      forMs: 1_500,
      deadlineMs: 2_000,
      now: () => performance.now() - origin,
      nextId: () => ids++,
      onObservation: (one) => seen.push(one),
      ...given,
    },
  };
}

function target(keyFolder: string): Target {
  return {
    id: 'thing',
    folder: keyFolder,
    start: { kind: 'reference' },
    proxyPort: 0,
    credentials: { keyFile: 'key.json', issuer: 'i', audience: 'a', lifetimeMs: 60_000 },
    subjects: { alice: {}, bob: {} },
    requests: {
      read: { method: 'GET', path: '/allowed', headers: {}, body: null },
      write: { method: 'POST', path: '/denied', headers: {}, body: { id: '{id}' } },
    },
    answer: {
      allow: [200],
      deny: [403],
      headers: {
        decisionId: 'authz-decision-id',
        mode: 'authz-mode',
        revision: 'authz-policy-revision',
        ageMs: 'authz-age-ms',
        reason: 'authz-reason',
      },
    },
  };
}

const leftFolders = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => /^authz-drill-k6-\w{6}$/.test(name));

describe('a program that speaks as k6 does', () => {
  it('is found, with its version', async () => {
    expect(await findK6({ ...process.env, K6_PROGRAM: program })).toEqual({ program, version: 'v1.0.0' });
  });

  it('asks what it is given, and its answers become observations', async () => {
    const { options: given, seen } = options();
    const run = await startK6(given);
    expect(heard).toEqual([]);
    run.enter('outage');
    await leftToAsk(run, seen, 20);
    const ending = await run.stop();
    expect(ending).toMatchObject({ code: 0, lost: [], unreadable: undefined, lastLine: '' });
    expect(ending.asked).toBe(seen.length);
    expect(ending.answered).toBe(seen.length);
    expect(heard).toHaveLength(seen.length);
    expect(heard.every(({ authorization }) => authorization.startsWith('Bearer ey'))).toBe(true);
    for (const one of seen) {
      expect(one).toMatchObject({ source: 'k6', mode: 'remote', revision: 3 });
      expect(one.outcome).toBe(one.cell === 0 ? 'allow' : 'deny');
      expect(one.exposed).toEqual(one.cell === 0 ? ['/rows/0/iban'] : undefined);
      expect(one.intended).toBeLessThanOrEqual(one.sent);
      expect(one.received - one.sent).toBeGreaterThanOrEqual((one.tookMs ?? Infinity) - 1);
    }
    expect(new Set(seen.map(({ decisionId }) => decisionId)).size).toBe(seen.length);
    expect(new Set(seen.map(({ cell, replica }) => `${cell} ${replica}`)).size).toBe(4);
    expect(ending.thresholds).toEqual([
      { phase: 'outage', withinMs: 5_000, answers: seen.length, p99Ms: expect.any(Number), held: true },
      { phase: 'recovery', withinMs: 5_000, answers: 0, p99Ms: null, held: true },
    ]);
  });

  it('asks nobody who is set aside', async () => {
    const rotation = rotationOf(['r0', 'r1']);
    rotation.setAside('r1');
    const { options: given, seen } = options({ rotation });
    const run = await startK6(given);
    run.enter('outage');
    await leftToAsk(run, seen, 5);
    await run.stop();
    expect(new Set(seen.map(({ replica }) => replica))).toEqual(new Set(['r0']));
  });

  it('says that a threshold was crossed, and nothing more', async () => {
    const { options: given, seen } = options({ thresholds: [{ phase: 'outage', p99Ms: 0.001 }] });
    const run = await startK6(given);
    run.enter('outage');
    await leftToAsk(run, seen, 5);
    const ending = await run.stop();
    expect(ending).toMatchObject({ code: 99, lost: [] });
    expect(ending.thresholds).toMatchObject([{ phase: 'outage', held: false }]);
  });

  it('tells of a replica that does not listen', async () => {
    const { options: given, seen } = options({
      replicas: [
        { name: 'r0', url: 'http://127.0.0.1:1' },
        { name: 'r1', url: 'http://127.0.0.1:1' },
      ],
    });
    const run = await startK6(given);
    run.enter('outage');
    await leftToAsk(run, seen, 3);
    await run.stop();
    expect(seen[0]).toMatchObject({ outcome: 'error', error: 'ECONNREFUSED' });
  });

  it('that breaks says why, with its last line', async () => {
    const { options: given } = options({ env: { ...process.env, AUTHZ_DRILL_STAND_IN: 'break' } });
    const run = await startK6(given);
    run.enter('outage');
    expect(await run.ended).toMatchObject({ code: 107, lastLine: 'GoError: something in the script' });
  });

  it('that refuses to start has ended once it is looked at', async () => {
    const { options: given } = options({ env: { ...process.env, AUTHZ_DRILL_STAND_IN: 'refuse' } });
    const run = await startK6(given);
    expect(await run.ended).toMatchObject({
      code: 104,
      lastLine: 'there is a mistake in the options',
      asked: 0,
    });
  });

  it('that vanishes keeps nobody waiting', async () => {
    const { options: given } = options({ env: { ...process.env, AUTHZ_DRILL_STAND_IN: 'vanish' } });
    const run = await startK6(given);
    run.enter('outage');
    expect(await run.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it('is ended at once where it has to be, and leaves nothing', async () => {
    const before = leftFolders();
    const { options: given } = options({ forMs: 60_000 });
    const run = await startK6(given);
    run.enter('outage');
    await run.close();
    expect(await run.ended).toMatchObject({ code: 105 });
    expect(leftFolders().filter((name) => !before.includes(name))).toEqual([]);
  });

  it('that does not begin in time is given up', async () => {
    const { options: given } = options({ program: '/bin/sleep', beginsWithinMs: 1 });
    const run = await startK6(given);
    expect((await run.ended).code).not.toBe(0);
  });
});

describe('without k6', () => {
  it('somebody says why', async () => {
    expect(await findK6({ PATH: folder })).toEqual({ program: undefined, why: 'it is not on this machine' });
    const missing = join(folder, 'k6');
    expect(existsSync(missing)).toBe(false);
    expect(await findK6({ K6_PROGRAM: missing })).toEqual({
      program: undefined,
      why: `there is no ${missing}, which K6_PROGRAM names`,
    });
  });

  it('one that cannot run TypeScript is not used', async () => {
    const old = join(folder, 'k6');
    await writeFile(old, '#!/bin/sh\necho "k6 v0.49.0 (go1.21.6, linux/amd64)"\n', { mode: 0o755 });
    expect(await findK6({ K6_PROGRAM: old })).toMatchObject({
      program: undefined,
      why: 'v0.49.0 is too old: v0.57.0 or later runs TypeScript',
    });
  });
});

/** Resolves with the run once so many observations were made. */
async function leftToAsk<T>(run: T, seen: readonly unknown[], atLeast: number): Promise<T> {
  await expect.poll(() => seen.length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(atLeast);
  return run;
}
