import { importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkloadCredential } from '../app/clients/workload-credential.ts';
import { readKey } from '../service/fixtures.ts';
import { startService, until, type Service } from '../testing/world.ts';

let bundleService: Service;
let service: Service;
let credential: string;
beforeAll(async () => {
  bundleService = await startService('bundle-service');
  service = await startService('policy-service', { BUNDLE_SERVICE_URL: bundleService.url });
  const key = await readKey('workload.private');
  const workload = await createWorkloadCredential({ key, replica: 'r0', lifetimeMs: 60_000 });
  credential = await workload.current();
  await until(async () => (await fetch(`${service.url}/readyz`)).status === 200);
});
afterAll(async () => {
  await service?.child.stop();
  await bundleService?.child.stop();
});

const alice = { type: 'User', id: 'alice', properties: { roles: ['finance'], department: 'finance' } };
const question = {
  subject: alice,
  action: { name: 'invoice:read' },
  resource: { type: 'Invoice', id: 'i-1', properties: { department: 'sales' } },
};

interface Options {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts a body as it is, JSON unless it is text. */
async function post(body: unknown, { path = '/access/v1/evaluation', headers = {} }: Options = {}) {
  const response = await fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const json: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
  return { status: response.status, requestId: response.headers.get('x-request-id'), text, json };
}

const evaluations = { path: '/access/v1/evaluations' };

describe('the access evaluation endpoint', () => {
  it('answers with a decision, the policy revision and the policies that made it', async () => {
    expect((await post(question)).json).toEqual({
      decision: true,
      context: { policyRevision: 1, reason: 'read-by-finance-or-audit' },
    });
  });

  it('answers a deny with 200 and a false decision', async () => {
    const nobody = { ...question, subject: { type: 'User', id: 'x', properties: { roles: [] } } };
    expect(await post(nobody)).toMatchObject({ status: 200, json: { decision: false } });
  });

  it('says the same however often it is asked, with and without context and unknown fields', async () => {
    const asked = [
      question,
      question,
      { ...question, context: {} },
      { ...question, context: { mood: 'good' }, extra: 1 },
    ];
    for (const body of asked) expect((await post(body)).json).toMatchObject({ decision: true });
  });

  it('repeats the request id, in errors too', async () => {
    const headers = { 'x-request-id': 'abc-1' };
    expect((await post(question, { headers })).requestId).toBe('abc-1');
    expect(await post('{', { headers })).toMatchObject({ status: 400, requestId: 'abc-1' });
    expect(await post(question, { headers: { ...headers, authorization: '' } })).toMatchObject({
      status: 401,
      requestId: 'abc-1',
    });
    expect((await post(question)).requestId).toBeNull();
  });

  it.each([
    ['an empty body', ''],
    ['half a body', '{"subject":'],
    ['no subject', { ...question, subject: undefined }],
    ['no action', { ...question, action: undefined }],
    ['no resource', { ...question, resource: undefined }],
    ['a subject without id', { ...question, subject: { type: 'User' } }],
    ['a resource without type', { ...question, resource: { id: 'i-1' } }],
    ['an action without name', { ...question, action: {} }],
    ['a subject in words', { ...question, subject: 'alice' }],
    ['an action whose name is a number', { ...question, action: { name: 123 } }],
  ])('refuses %s with 400 and says why', async (_what, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toBe('');
    expect((await post(body, evaluations)).status).toBe(400);
  });

  it('refuses another content type with 400', async () => {
    for (const type of ['text/plain', 'application/xml', '']) {
      expect((await post(question, { headers: { 'content-type': type } })).status).toBe(400);
    }
    expect(
      (await post(question, { headers: { 'content-type': 'application/json; charset=utf-8' } })).status,
    ).toBe(200);
  });

  it('decides only for workloads that prove who they are', async () => {
    const key = await readKey('workload.private');
    const sign = async (claims: Record<string, unknown>): Promise<string> =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(await importJWK(key, 'ES256'));
    const good = {
      sub: 'ledger/r0',
      iss: 'ledger-workload',
      aud: 'policy-service',
      exp: Math.ceil(Date.now() / 1_000) + 60,
    };
    const tokens = [
      await sign({ ...good, exp: 1 }),
      await sign({ ...good, exp: undefined }),
      await sign({ ...good, aud: 'other' }),
      await sign({ ...good, iss: 'other' }),
      'x.y.z',
    ];
    expect((await post(question, { headers: { authorization: `Bearer ${await sign(good)}` } })).status).toBe(
      200,
    );
    for (const authorization of ['', 'Bearer', ...tokens.map((token) => `Bearer ${token}`)]) {
      expect((await post(question, { headers: { authorization } })).status).toBe(401);
    }
  });
});

/** The decisions of a batch. */
async function decisions(body: unknown): Promise<readonly boolean[]> {
  const { json } = await post(body, evaluations);
  return (json as { evaluations: { decision: boolean }[] }).evaluations.map(({ decision }) => decision);
}

const bob = { type: 'User', id: 'bob', properties: { roles: ['clerk'], department: 'sales' } };

const stop = (evaluations_semantic: string, items: unknown): Promise<readonly boolean[]> =>
  decisions({ ...question, subject: bob, evaluations: items, options: { evaluations_semantic } });

describe('the access evaluations endpoint', () => {
  const legal = { resource: { type: 'Invoice', id: 'i-3', properties: { department: 'legal' } } };
  it('answers item by item, each on its own attributes', async () => {
    const items = [
      {},
      legal,
      { subject: alice, ...legal },
      { subject: { ...bob, properties: { roles: [] } } },
    ];
    expect(await decisions({ ...question, subject: bob, evaluations: items })).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('denies an item that is no question, and only that one', async () => {
    const { resource, ...rest } = question;
    const { status, json } = await post({ ...rest, evaluations: [{}, { resource }] }, evaluations);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      evaluations: [{ decision: false, context: { error: { status: 400 } } }, { decision: true }],
    });
    expect(json).not.toHaveProperty('decision');
  });

  it('stops early when it is told to', async () => {
    expect(await stop('deny_on_first_deny', [{}, legal, {}])).toEqual([true, false]);
    expect(await stop('permit_on_first_permit', [legal, {}, {}])).toEqual([false, true]);
  });

  it('answers a body without items like a single question', async () => {
    for (const body of [question, { ...question, evaluations: [] }]) {
      expect((await post(body, evaluations)).json).toMatchObject({ decision: true });
    }
  });
});

describe('the metadata endpoint', () => {
  it('names the endpoints under the address it was asked at, without a token', async () => {
    const response = await fetch(`${service.url}/.well-known/authzen-configuration`);
    expect(await response.json()).toEqual({
      policy_decision_point: service.url,
      access_evaluation_endpoint: `${service.url}/access/v1/evaluation`,
      access_evaluations_endpoint: `${service.url}/access/v1/evaluations`,
    });
  });
});

describe('a policy service without a policy', () => {
  it('decides nothing', async () => {
    const lonely = await startService('policy-service', { BUNDLE_SERVICE_URL: 'http://127.0.0.1:9' });
    const response = await fetch(`${lonely.url}/access/v1/evaluation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
      body: JSON.stringify(question),
    });
    expect(response.status).toBe(503);
    expect((await fetch(`${lonely.url}/readyz`)).status).toBe(503);
    await lonely.child.stop();
  });
});
