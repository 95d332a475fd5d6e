import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObservationEvent } from '../model/event.ts';
import type { Target } from '../target/target.ts';
import type { Prober } from './prober.ts';
import { startProber } from './prober.ts';
import type { Rotation } from './rotation.ts';
import { rotationOf } from './rotation.ts';

let folder = '';
let servers: readonly Server[];
let observations: ObservationEvent[];
let prober: Prober;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authz-drill-prober-'));
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  await writeFile(join(folder, 'key.json'), JSON.stringify(await exportJWK(privateKey)));
  servers = await Promise.all([serve(), serve()]);
  observations = [];
});
afterEach(async () => {
  await prober.close();
  await Promise.all(
    servers.map(async (server) => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }),
  );
  await rm(folder, { recursive: true });
});

describe('the prober', () => {
  it('asks every cell on every replica and says of each how it ended', async () => {
    prober = await start({ deadlineMs: 2_000 });
    await expect.poll(() => observations.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(12);
    await prober.stop();

    expect(prober.tally()).toEqual({
      requested: observations.length,
      achieved: observations.length,
      unasked: 0,
    });
    expect(observations.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([...observations.keys()]);
    const seen = new Set(observations.map(({ cell, replica, outcome }) => `${cell} ${replica} ${outcome}`));
    expect(seen).toEqual(
      new Set(['0 r0 allow', '0 r1 allow', '1 r0 deny', '1 r1 deny', '2 r0 timeout', '2 r1 timeout']),
    );
    for (const one of observations.filter(({ cell }) => cell === 0))
      expect(one).toMatchObject({ status: 200, mode: 'local', exposed: ['/iban'] });
  });

  it('asks nobody who is set aside, and says how many there was nobody for', async () => {
    const rotation = rotationOf(['r0', 'r1']);
    rotation.setAside('r0');
    prober = await start({ deadlineMs: 500, rotation });
    await expect.poll(() => observations.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(6);
    rotation.setAside('r1');
    await expect.poll(() => prober.tally().unasked).toBeGreaterThanOrEqual(3);
    await prober.stop();
    expect(new Set(observations.map(({ replica }) => replica))).toEqual(new Set(['r1']));
    const { requested, achieved } = prober.tally();
    expect([requested, achieved]).toEqual([observations.length, observations.length]);
  });

  it('asks what a focus is on more often, and numbers everything in order of intended time', async () => {
    prober = await start({ deadlineMs: 500 });
    prober.focus({ cells: [1], perSecond: 400, isNew: ({ outcome }) => outcome === 'allow' });
    await expect.poll(() => observations.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(60);
    prober.focus(undefined);
    await prober.stop();

    const { requested, achieved } = prober.tally();
    expect([requested, achieved]).toEqual([observations.length, observations.length]);
    const byId = observations.toSorted((a, b) => a.id - b.id);
    expect(byId.map(({ id }) => id)).toEqual([...observations.keys()]);
    const intended = byId.map((one) => one.intended);
    expect(intended).toEqual(intended.toSorted((a, b) => a - b));
    expect(times(1)).toBeGreaterThan(3 * times(0));
  });

  it('loses interest in a cell that has changed over', async () => {
    prober = await start({ deadlineMs: 500 });
    prober.focus({ cells: [0], perSecond: 400, isNew: () => true });
    await expect
      .poll(() => observations.filter(({ cell }) => cell === 1).length, { timeout: 10_000 })
      .toBeGreaterThan(10);
    await prober.stop();
    expect(times(0)).toBeLessThan(3 * times(1));
  });

  it('leaves no observation of what is dropped', async () => {
    prober = await start({ deadlineMs: 60_000 });
    await expect.poll(() => prober.tally().requested).toBeGreaterThanOrEqual(6);
    await prober.close();
    const { length } = observations;
    await prober.stop();
    expect(observations).toHaveLength(length);
    expect(observations.every(({ outcome }) => outcome !== 'error')).toBe(true);
  });
});

/** How often a cell was asked. */
function times(cell: number): number {
  return observations.filter((one) => one.cell === cell).length;
}

async function serve(): Promise<Server> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { sub } = decodeJwt((request.headers.authorization ?? '').slice('Bearer '.length));
  // Of carol's requests nothing is ever heard again.
  if (sub === 'carol') return;
  response.writeHead(sub === 'alice' ? 200 : 403, {
    'content-type': 'application/json',
    'authz-mode': 'local',
  });
  response.end('{"iban":"DE02"}');
}

async function start(given: { readonly deadlineMs: number; readonly rotation?: Rotation }): Promise<Prober> {
  const target: Target = {
    id: 'ledger',
    folder,
    start: { kind: 'reference' },
    proxyPort: 0,
    credentials: { keyFile: 'key.json', issuer: 'i', audience: 'a', lifetimeMs: 60_000 },
    subjects: { alice: {}, mallory: {}, carol: {} },
    requests: { 'invoice:read': { method: 'GET', path: '/invoices/{id}', headers: {}, body: null } },
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
  return startProber({
    target,
    cells: ['alice', 'mallory', 'carol'].map((as) => ({
      as,
      do: 'invoice:read',
      on: 'invoice/i-1',
    })),
    hide: ['/iban'],
    replicas: servers.map((server, index) => {
      const address = server.address();
      return {
        name: `r${index}`,
        url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
      };
    }),
    seed: 3,
    ratePerSecond: 100,
    ...given,
    now: () => performance.now(),
    onObservation: (observation) => observations.push(observation),
  });
}
