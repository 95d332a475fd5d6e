import { once } from 'node:events';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyBundle } from '../bundle/verify.ts';
import { readBundleKeys } from '../service/fixtures.ts';
import { control } from '../testing/ask.ts';
import {
  order,
  questionsTo,
  type BundleAnswered,
  type BundleQuestions,
} from '../testing/bundle-questions.ts';
import { startService, type Service } from '../testing/world.ts';

const keys = await readBundleKeys();

let service: Service;
let bundles: BundleQuestions;
beforeEach(async () => {
  service = await startService('bundle-service');
  bundles = questionsTo(service, keys);
});
afterEach(() => service.child.stop());

describe('the bundle', () => {
  it('is served under a tag of its own, and not again to those who have it; either way it is confirmed', async () => {
    const first = await bundles.ask();
    expect(first).toMatchObject({
      status: 200,
      type: 'application/gzip',
      confirmation: { etag: first.etag, revision: 1, at: expect.any(Number) },
    });
    expect(await verifyBundle(first.body, keys)).toMatchObject({ revision: 1 });
    const again = await bundles.ask(first.etag);
    expect(again).toMatchObject({
      status: 304,
      etag: first.etag,
      confirmation: { etag: first.etag, revision: 1 },
    });
    expect(again.confirmation).not.toEqual(first.confirmation);
    expect(await bundles.publish('bad-allow')).toMatchObject({ status: 201, said: { revision: 2 } });
    const second = await bundles.ask(first.etag);
    expect(second).toMatchObject({ status: 200, confirmation: { etag: second.etag, revision: 2 } });
    expect(second.etag).not.toBe(first.etag);
    expect((await fetch(`${service.url}/bundles/payroll`)).status).toBe(404);
  });

  it('reaches everybody who waits for it, the moment it is published', async () => {
    const { etag } = await bundles.ask();
    const waiting = Array.from({ length: 9 }, () => bundles.ask(etag, 60));
    await bundles.held(9);
    await bundles.publish('bad-allow');
    const answers = await Promise.all(waiting);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 200,
        type: 'application/vnd.openpolicyagent.bundles',
        confirmation: { revision: 2 },
      });
      expect(await verifyBundle(answer.body, keys)).toMatchObject({ revision: 2 });
    }
  });

  it('is confirmed once the time of whoever waits is up', async () => {
    const { etag } = await bundles.ask();
    expect(await bundles.ask(etag, 0)).toMatchObject({
      status: 304,
      type: 'application/vnd.openpolicyagent.bundles',
      confirmation: { etag, revision: 1 },
    });
  });

  it('is not waited for any longer when the service stops', async () => {
    const { etag } = await bundles.ask();
    const waiting = bundles.ask(etag, 60);
    await bundles.held(1);
    expect(await service.child.stop()).toBe(0);
    expect((await waiting).status).toBe(304);
  });

  it('does not hold up the end of the service for somebody who has gone', async () => {
    const { etag } = await bundles.ask();
    const { hostname, port } = new URL(service.url);
    const socket = createConnection({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    const head = ['GET /bundles/ledger HTTP/1.1', 'host: x', `if-none-match: ${etag}`, 'prefer: wait=60'];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    await bundles.held(1);
    socket.destroy();
    await expect(bundles.held(0)).resolves.toBeUndefined();
  });
});

const rotate = (key: string) => control(service, 'PUT', '/control/signing-key', { key });

describe('a change of the policy', () => {
  it('is recorded with who asked for it, who approved it, why, and what it changes', async () => {
    await bundles.publish('bad-allow');
    await bundles.rollback(1);
    expect(await bundles.read('/control/publications')).toMatchObject({
      publications: [
        { revision: 1, policy: 'good', by: 'bundle-service', approvedBy: null },
        {
          ...order,
          action: 'publish',
          outcome: 'served',
          revision: 2,
          policy: 'bad-allow',
          rollbackTo: null,
          breakGlass: false,
          servedAt: expect.any(String),
          diff: { added: expect.arrayContaining(['remote/vendor-onboarding.cedar']), removed: [] },
        },
        {
          action: 'rollback',
          revision: 3,
          policy: 'good',
          rollbackTo: 1,
          diff: { added: [], removed: expect.arrayContaining(['remote/vendor-onboarding.cedar']) },
        },
      ],
    });
  });

  it('is refused without somebody else who may approve it, and that is recorded too', async () => {
    for (const approvedBy of [null, 'mallory', 'authz-drill']) {
      expect(await bundles.publish('bad-allow', { approvedBy })).toMatchObject({
        status: 403,
        said: { outcome: 'refused', code: 'unapproved', error: expect.any(String), policy: 'bad-allow' },
      });
    }
    expect(await bundles.ask()).toMatchObject({ confirmation: { revision: 1 } });
    const { publications } = (await bundles.read('/control/publications')) as { publications: unknown[] };
    expect(publications).toHaveLength(4);
  });

  it('is the policy’s own to permit, until somebody breaks the glass', async () => {
    expect(await bundles.publish('bad-allow', { by: 'mallory' })).toMatchObject({
      status: 403,
      said: { code: 'not-permitted' },
    });
    expect(await bundles.publish('locks-out-operator')).toMatchObject({ status: 201 });
    expect(await bundles.rollback(1)).toMatchObject({ status: 403, said: { code: 'not-permitted' } });
    const glass = { approvedBy: null, breakGlass: true };
    expect(await bundles.rollback(1, glass)).toMatchObject({ status: 403, said: { code: 'unapproved' } });
    expect(await bundles.rollback(1, { ...glass, by: 'on-call' })).toMatchObject({
      status: 201,
      said: { revision: 3, breakGlass: true, by: 'on-call', approvedBy: null },
    });
    expect(await bundles.publish('good')).toMatchObject({ status: 201, said: { revision: 4 } });
    expect(await bundles.read('/control/owner')).toEqual({
      approvers: ['payments-iam', 'security'],
      breakGlass: ['on-call'],
    });
  });

  it.each([
    ['/control/publications', { policy: 'nonsense', ...order }, 404],
    ['/control/publications', { policy: '../keys', ...order }, 404],
    ['/control/publications', { policy: 'good', by: 'ana' }, 400],
    ['/control/rollbacks', { to: 99, ...order }, 404],
    ['/control/rollbacks', { to: '1', ...order }, 400],
  ])('is none where nobody can tell what it is: %s %o', async (path, body, status) => {
    expect((await bundles.post(path, body)).status).toBe(status);
    const { publications } = (await bundles.read('/control/publications')) as { publications: unknown[] };
    expect(publications).toHaveLength(1);
  });

  it('is signed with the key of the day', async () => {
    expect((await rotate('bundle-signing-retired')).status).toBe(404);
    expect((await rotate('bundle-signing-next')).status).toBe(200);
    await bundles.publish('bad-allow');
    expect(await verifyBundle((await bundles.ask()).body, keys)).toMatchObject({ keyId: 'bundle-signing-2' });
    expect(await bundles.read('/control/signing-key')).toEqual({ kid: 'bundle-signing-2', rotated: true });
  });
});

const at = ({ confirmation }: BundleAnswered) => (confirmation as { at: number }).at;

describe('a frozen bundle service', () => {
  it('serves and confirms what it had, with a confirmation that everybody has seen a later one of', async () => {
    const before = await bundles.ask();
    expect(await bundles.behave({ kind: 'frozen' })).toBe(200);
    const later = await bundles.ask(before.etag);
    const again = await bundles.ask(before.etag, 0);
    expect([later.status, again.status]).toEqual([304, 304]);
    expect(again.confirmation).toEqual(later.confirmation);
    expect(at(later)).toBeLessThan(at(before));
    await bundles.publish('bad-allow');
    expect(await bundles.ask(before.etag)).toMatchObject({ status: 304, confirmation: later.confirmation });
    expect((await bundles.ask()).body).toEqual(before.body);
    await bundles.behaveAgain();
    expect(await bundles.ask(before.etag)).toMatchObject({ status: 200, confirmation: { revision: 2 } });
  });

  it('lets nobody know of a publication by waiting for it', async () => {
    const { etag } = await bundles.ask();
    await bundles.behave({ kind: 'frozen' });
    const waiting = bundles.ask(etag, 0.3);
    await bundles.publish('bad-allow');
    expect(await waiting).toMatchObject({ status: 304, confirmation: { revision: 1 } });
  });
});

it('whoever waits is misbehaved to as whoever asks', async () => {
  const { etag } = await bundles.ask();
  const waiting = bundles.ask(etag, 60);
  await bundles.held(1);
  await bundles.behave({ kind: 'status', status: 503 });
  expect((await waiting).status).toBe(503);
});

it('the policy is there, unsigned, for whoever fetches it when a decision needs it', async () => {
  const first = await fetch(`${service.url}/policies/ledger`);
  const etag = first.headers.get('etag') ?? '';
  expect(await first.json()).toMatchObject({
    revision: 1,
    files: { 'remote/payments.cedar': expect.stringContaining('four-eyes') },
  });
  const headers = { 'if-none-match': etag };
  expect((await fetch(`${service.url}/policies/ledger`, { headers })).status).toBe(304);
  await bundles.publish('bad-allow');
  expect(await (await fetch(`${service.url}/policies/ledger`, { headers })).json()).toMatchObject({
    revision: 2,
  });
  expect((await fetch(`${service.url}/policies/payroll`)).status).toBe(404);
});

it('what those who follow the policy say of themselves can be read, the latest of each', async () => {
  const report = (id: string, revision: string) =>
    fetch(`${service.url}/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ labels: { id }, bundles: { ledger: { active_revision: revision } } }),
    });
  for (const [id, revision] of [
    ['r1', '1'],
    ['r0', '1'],
    ['r1', '2'],
  ] as const)
    expect((await report(id, revision)).status).toBe(200);
  expect(await bundles.read('/control/status')).toMatchObject({
    instances: [
      { id: 'r0', bundles: { ledger: { active_revision: '1' } } },
      { id: 'r1', bundles: { ledger: { active_revision: '2' } } },
    ],
  });
  expect((await fetch(`${service.url}/status`, { method: 'POST', body: '{}' })).status).toBe(400);
  expect((await control(service, 'DELETE', '/control/status')).status).toBe(204);
  expect(await bundles.read('/control/status')).toEqual({ instances: [] });
});
