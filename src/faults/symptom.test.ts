import { assert, integer, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependencies } from '../model/fault.ts';
import type { FaultSite } from '../model/fault.ts';
import { failureSymptom, readers } from './symptom.ts';

const sentAt = Date.parse('2026-01-01T12:00:00.000Z');
const quick = { sentAt, receivedAt: sentAt + 5, elapsedMs: 5 };

function symptom(
  site: FaultSite,
  status: number,
  body: string | Uint8Array,
  more: { times?: typeof quick; contentType?: string; confirmation?: string } = {},
): string {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const { times = quick, contentType, confirmation } = more;
  return readers[site]({ status, body: bytes, contentType, requestId: undefined, confirmation }, times);
}

function context(asOfMs: number, more: object = {}): string {
  return JSON.stringify({
    subject: 'canary',
    risk: 'low',
    asOf: new Date(sentAt + asOfMs).toISOString(),
    ...more,
  });
}

const gzip = new Uint8Array([0x1f, 0x8b, 8]);
/** A compact JWS; nobody checks here who signed it. */
function confirmed(atMs: number): string {
  const payload = JSON.stringify({ etag: '"1"', revision: 1, at: sentAt + atMs });
  return `e30.${Buffer.from(payload).toString('base64url')}.c2ln`;
}

function health(nowMs: number): string {
  return JSON.stringify({ ok: true, now: new Date(sentAt + nowMs).toISOString() });
}

describe('the answer to a canary', () => {
  it.each([
    ['policy-service', 200, '{"policy_decision_point":"http://127.0.0.1"}'],
    ['context-service', 200, context(3)],
    ['log-sink', 204, ''],
    ['app', 200, health(3)],
    ['app', 200, 'OK'],
  ] as const)('is ok where it is a sound one of %s', (site, status, body) => {
    expect(symptom(site, status, body)).toBe('ok');
  });

  it.each([
    [confirmed(3), 'ok'],
    [confirmed(-5_000), 'frozen'],
    [confirmed(5_000), 'future'],
    [undefined, 'unconfirmed'],
    ['no token', 'unconfirmed'],
    ['e30.e30.c2ln', 'unconfirmed'],
  ])('is a bundle with a confirmation of now: %s is %s', (confirmation, expected) => {
    expect(symptom('bundle-service', 200, gzip, confirmation === undefined ? {} : { confirmation })).toBe(
      expected,
    );
  });

  it.each([
    ['policy-service', '{"decision":tru'],
    ['policy-service', '[]'],
    ['bundle-service', '{"decision":tru'],
    ['context-service', '{"decision":tru'],
    ['context-service', '{"subject":"canary","risk":"low","asOf":"yesterday"}'],
    ['log-sink', '{"decision":tru'],
  ] as const)('is malformed where %s answers %s', (site, body) => {
    expect(symptom(site, 200, body)).toBe('malformed');
  });

  it.each(['policy-service', 'bundle-service', 'context-service'] as const)(
    'is empty, or of another type, where %s says nothing or speaks to people',
    (site) => {
      expect(symptom(site, 200, '')).toBe('empty');
      const contentType = 'text/html; charset=utf-8';
      expect(symptom(site, 200, '<p>true', { contentType })).toBe('content type text/html');
    },
  );

  it('names any other status', () => {
    assert(
      property(integer({ min: 400, max: 599 }), uint8Array(), (status, body) => {
        for (const dependency of dependencies) {
          expect(symptom(dependency, status, body)).toBe(`status ${status}`);
        }
      }),
    );
  });

  it('names the attribute that is missing, or of a wrong type', () => {
    expect(symptom('context-service', 200, context(0, { risk: undefined }))).toBe('missing risk');
    expect(symptom('context-service', 200, context(0, { risk: 3 }))).toBe('wrong type risk');
    expect(symptom('context-service', 200, context(0, { asOf: 24 }))).toBe('wrong type asOf');
  });
});

describe('a time stamp', () => {
  it('is frozen where it is older than the question, and of the future where it is younger than the answer', () => {
    expect(symptom('context-service', 200, context(-150))).toBe('frozen');
    expect(symptom('context-service', 200, context(150))).toBe('future');
  });

  it('is sound anywhere in between, however late the answer comes', () => {
    const times = { sentAt, receivedAt: sentAt + 900, elapsedMs: 900 };
    assert(
      property(integer({ min: 0, max: 900 }), (asOfMs) => {
        expect(symptom('context-service', 200, context(asOfMs), { times })).toBe('ok');
      }),
    );
  });

  it('proves nothing where our own clock jumped', () => {
    // The service read the clock after it was set back by a second.
    const times = { sentAt, receivedAt: sentAt - 995, elapsedMs: 5 };
    expect(symptom('context-service', 200, context(-998), { times })).toBe('ok');
  });

  it('tells how far the clock of an application is off', () => {
    expect(symptom('app', 200, health(-30_000))).toBe('clock 30.00 s behind');
    expect(symptom('app', 200, health(5_005))).toBe('clock 5.00 s ahead');
  });
});

describe('failureSymptom', () => {
  it.each([
    ['ECONNREFUSED', 'ECONNREFUSED'],
    ['EPIPE', 'ECONNRESET'],
    ['UND_ERR_SOCKET', 'closed early'],
    ['HPE_INVALID_CONSTANT', 'malformed'],
  ])('takes %s for %s', (code, expected) => expect(failureSymptom(code)).toBe(expected));
});
