import { assert, integer, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependencies } from '../model/fault.ts';
import type { Dependency } from '../model/fault.ts';
import { answerSymptom, failureSymptom } from './symptom.ts';

const sentAt = Date.parse('2026-01-01T12:00:00.000Z');
const quick = { sentAt, receivedAt: sentAt + 5, elapsedMs: 5 };

function symptom(dependency: Dependency, status: number, body: string | Uint8Array, times = quick): string {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return answerSymptom(dependency, { status, body: bytes }, times);
}

function context(asOfMs: number, more: object = {}): string {
  return JSON.stringify({
    subject: 'canary',
    risk: 'low',
    asOf: new Date(sentAt + asOfMs).toISOString(),
    ...more,
  });
}

describe('answerSymptom', () => {
  it.each([
    ['policy-service', 200, '{"policy_decision_point":"http://127.0.0.1"}'],
    ['bundle-service', 200, new Uint8Array([0x1f, 0x8b, 8])],
    ['context-service', 200, context(3)],
    ['log-sink', 204, ''],
  ] as const)('is ok for a sound answer of %s', (dependency, status, body) => {
    expect(symptom(dependency, status, body)).toBe('ok');
  });

  it.each([
    ['policy-service', '{"decision":tru'],
    ['policy-service', '[]'],
    ['bundle-service', '{"decision":tru'],
    ['context-service', '{"decision":tru'],
    ['context-service', '{"subject":"canary","risk":"low","asOf":"yesterday"}'],
    ['log-sink', '{"decision":tru'],
  ] as const)('is malformed where %s answers %s', (dependency, body) => {
    expect(symptom(dependency, 200, body)).toBe('malformed');
  });

  it('names any other status', () => {
    assert(
      property(integer({ min: 400, max: 599 }), uint8Array(), (status, body) => {
        for (const dependency of dependencies) {
          expect(symptom(dependency, status, body)).toBe(`status ${status}`);
        }
      }),
    );
  });

  it('names the attribute that is missing', () => {
    expect(symptom('context-service', 200, context(0, { risk: undefined }))).toBe('missing risk');
  });
});

describe('a frozen context', () => {
  it('shows in a time stamp older than the question', () => {
    expect(symptom('context-service', 200, context(-150))).toBe('frozen');
  });

  it('is not seen in a sound answer, however late it comes', () => {
    const late = { sentAt, receivedAt: sentAt + 900, elapsedMs: 900 };
    assert(
      property(integer({ min: 0, max: 900 }), (asOfMs) => {
        expect(symptom('context-service', 200, context(asOfMs), late)).toBe('ok');
      }),
    );
  });

  it('is not seen where our own clock jumped', () => {
    // The service read the clock after it was set back by a second.
    const jumped = { sentAt, receivedAt: sentAt - 995, elapsedMs: 5 };
    expect(symptom('context-service', 200, context(-998), jumped)).toBe('ok');
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
