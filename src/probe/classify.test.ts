import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerReading } from '../target/target.ts';
import type { RawAnswer } from './classify.ts';
import { classifyAnswer, classifyFailure } from './classify.ts';

const reading: AnswerReading = {
  allow: [200],
  deny: [403],
  headers: {
    decisionId: 'authz-decision-id',
    mode: 'authz-mode',
    revision: 'authz-policy-revision',
    ageMs: 'authz-age-ms',
    reason: 'authz-reason',
  },
};
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'authz-decision-id': 'd-1',
  'authz-mode': 'cache',
  'authz-policy-revision': '7',
  'authz-age-ms': '1200.5',
  'authz-reason': 'approver',
};
const whole: RawAnswer = { status: 200, headers, body: '{"rows":[{"iban":"DE02"}]}' };

describe('classifying an answer', () => {
  it('reads everything that the target tells', () => {
    expect(classifyAnswer(whole, reading, ['/rows/*/iban'])).toEqual({
      outcome: 'allow',
      status: 200,
      decisionId: 'd-1',
      mode: 'cache',
      revision: 7,
      ageMs: 1200.5,
      reason: 'approver',
      exposed: ['/rows/0/iban'],
    });
  });

  it('leaves out what the target does not tell', () => {
    expect(classifyAnswer({ status: 403, headers: {}, body: 'no' }, reading, ['/a'])).toEqual({
      outcome: 'deny',
      status: 403,
    });
  });

  it('says that nothing was exposed only where it has looked', () => {
    expect(classifyAnswer({ ...whole, body: '{}' }, reading, ['/a']).exposed).toEqual([]);
    expect(classifyAnswer({ ...whole, body: '{}' }, reading, [])).not.toHaveProperty('exposed');
    const text = { ...whole, headers: { ...headers, 'content-type': 'text/plain' } };
    expect(classifyAnswer(text, reading, ['/a'])).not.toHaveProperty('exposed');
  });

  it('never takes an unknown status for a decision', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        const { outcome } = classifyAnswer({ ...whole, status }, reading, []);
        expect(outcome).toBe(status === 200 ? 'allow' : status === 403 ? 'deny' : 'error');
      }),
    );
  });

  it.each([
    ['a body that breaks off', { ...whole, body: '{"rows":[' }, 'the body is not JSON'],
    ['an empty JSON body', { ...whole, body: '' }, 'the body is not JSON'],
    ['a deny with a broken body', { ...whole, status: 403, body: '<html>' }, 'the body is not JSON'],
    ['an unknown mode', { ...whole, headers: { ...headers, 'authz-mode': 'guess' } }, '"guess"'],
    ['two modes', { ...whole, headers: { ...headers, 'authz-mode': ['local', 'deny'] } }, '2 times'],
    ['a revision that is none', { ...whole, headers: { ...headers, 'authz-policy-revision': '-1' } }, '"-1"'],
    ['an age that is none', { ...whole, headers: { ...headers, 'authz-age-ms': 'old' } }, '"old"'],
  ])('calls %s malformed', (_what, answer, error) => {
    expect(classifyAnswer(answer, reading, [])).toMatchObject({
      outcome: 'malformed',
      error: expect.stringContaining(error),
    });
  });

  it('reads problem documents and other JSON types', () => {
    const problem = { status: 403, headers: { 'content-type': 'application/problem+json' }, body: '{' };
    expect(classifyAnswer(problem, reading, []).outcome).toBe('malformed');
  });
});

describe('classifying a failure', () => {
  it('keeps the code of the system', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    expect(classifyFailure(refused)).toEqual({ outcome: 'error', error: 'ECONNREFUSED' });
  });

  it('keeps the words of the HTTP client', () => {
    const closed = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
    expect(classifyFailure(closed)).toEqual({ outcome: 'error', error: 'other side closed' });
    expect(classifyFailure('gone')).toEqual({ outcome: 'error', error: 'gone' });
  });
});
