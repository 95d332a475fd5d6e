import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../testing/ask.ts';
import { startService, until, type Service } from '../testing/world.ts';

const ttlMs = 60_000;

let bundles: Service;
let context: Service;
let sink: Service;
beforeAll(async () => {
  [bundles, context, sink] = await Promise.all([
    startService('bundle-service'),
    startService('context-service'),
    startService('log-sink'),
  ]);
});
afterAll(async () => {
  await Promise.all([bundles, context, sink].map((service) => service?.child.stop()));
});

const behave = (service: Service, behaviour: unknown) =>
  control(service, 'PUT', '/control/behaviour', behaviour);
const normal = (service: Service) => control(service, 'DELETE', '/control/behaviour');
const risk = async (subject = 'alice') => {
  const response = await fetch(`${context.url}/v1/risk/${subject}`);
  return (await response.json()) as Record<string, string>;
};
const postLogs = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${sink.url}/logs`, {
    method: 'POST',
    headers,
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : String(body),
  });

describe('a behaviour', () => {
  it('changes the data port, never health or the control port, and ends when it is taken back', async () => {
    for (const [service, path] of [
      [bundles, '/bundles/ledger'],
      [context, '/v1/risk/canary'],
    ] as const) {
      expect((await behave(service, { kind: 'status', status: 503, ttlMs })).status).toBe(200);
      expect((await fetch(`${service.url}${path}`)).status).toBe(503);
      expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
      expect(await (await control(service, 'GET', '/healthz')).json()).toEqual({ ok: true });
      expect(await (await control(service, 'GET', '/control/behaviour')).json()).toEqual({
        kind: 'status',
        status: 503,
      });
      expect((await normal(service)).status).toBe(204);
      expect(await (await control(service, 'GET', '/control/behaviour')).json()).toEqual({ kind: 'normal' });
      expect((await fetch(`${service.url}${path}`)).status).toBe(200);
    }
  });

  it('ends by itself when nobody renews it', async () => {
    await behave(context, { kind: 'malformed', ttlMs: 50 });
    await until(async () => {
      const response = await control(context, 'GET', '/control/behaviour');
      return ((await response.json()) as { kind: string }).kind === 'normal';
    });
    expect((await risk()).risk).toBe('low');
  });

  it('can be an answer that is no JSON', async () => {
    await behave(sink, { kind: 'malformed', ttlMs });
    const response = await postLogs('[]');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    await expect(response.json()).rejects.toThrow(SyntaxError);
    await normal(sink);
    expect((await postLogs('[]')).status).toBe(204);
  });

  it.each([
    {},
    { kind: 'status', status: 500 },
    { kind: 'status', status: 200, ttlMs },
    { kind: 'nonsense', ttlMs },
    { kind: 'malformed', ttlMs: -1 },
    { kind: 'future', aheadMs: 1_000, ttlMs },
  ])('is refused as %o, which the bundle service does not know', async (behaviour) => {
    expect((await behave(bundles, behaviour)).status).toBe(400);
  });
});

describe('the context service', () => {
  it('says how risky a subject is, as of now', async () => {
    const before = Date.now();
    const answer = await risk();
    expect(answer).toMatchObject({ subject: 'alice', risk: 'low' });
    expect(Date.parse(answer['asOf'] ?? '')).toBeGreaterThanOrEqual(before);
    expect(await risk('trent')).toMatchObject({ risk: 'high' });
  });

  it('answers frozen with the time at which it froze, through every renewal', async () => {
    await behave(context, { kind: 'frozen', ttlMs });
    const first = await risk();
    await behave(context, { kind: 'frozen', ttlMs });
    await until(() => Date.now() > Date.parse(first['asOf'] ?? '') + 2);
    expect(await risk()).toEqual(first);
    await normal(context);
    expect(await risk()).not.toEqual(first);
  });

  it('leaves an attribute out when told to', async () => {
    await behave(context, { kind: 'missing-attribute', attribute: 'risk', ttlMs });
    expect(Object.keys(await risk())).toEqual(['subject', 'asOf']);
    await normal(context);
  });
});

describe('the log sink', () => {
  it('takes JSON arrays, plain or gzipped, and gives them to whoever waits', async () => {
    const waiting = control(sink, 'GET', '/control/records?after=0&waitMs=30000');
    expect((await postLogs('[{"decisionId":"a"}]')).status).toBe(204);
    expect(await (await waiting).json()).toEqual({ records: [{ decisionId: 'a' }], next: 1 });
    const packed = gzipSync('[{"decisionId":"a"},{"decisionId":"b"}]');
    expect((await postLogs(packed, { 'content-encoding': 'gzip' })).status).toBe(204);
    expect(await (await control(sink, 'GET', '/control/records?after=1')).json()).toEqual({
      records: [{ decisionId: 'b' }],
      next: 2,
    });
  });

  it('refuses anything else', async () => {
    for (const body of ['', '{}', '{"decision":tru']) expect((await postLogs(body)).status).toBe(400);
    expect((await control(sink, 'GET', '/control/records?after=x')).status).toBe(400);
  });
});
