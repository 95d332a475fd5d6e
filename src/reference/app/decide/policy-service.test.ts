import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { believe } from './policy-service.ts';

const id = 'd-1';
const answer = {
  status: 200,
  contentType: 'application/json; charset=UTF-8',
  requestId: id,
  location: undefined,
  body: '{"decision":true,"context":{"policyRevision":3,"reason":"x"}}',
};

describe('believing an answer of the policy service', () => {
  it('takes a boolean decision in a 200 that repeats the request id', () => {
    expect(believe(answer, id)).toEqual({ kind: 'answer', outcome: 'allow', revision: 3, reason: 'x' });
    expect(believe({ ...answer, body: '{"decision":false}' }, id)).toMatchObject({
      outcome: 'deny',
      revision: 0,
    });
  });

  it('does not mind what else is in the context', () => {
    const body = '{"decision":true,"context":{"policyRevision":"three","reason":{"en":"x"}}}';
    expect(believe({ ...answer, body }, id)).toEqual({
      kind: 'answer',
      outcome: 'allow',
      revision: 0,
      reason: '',
    });
  });

  it.each([
    ['another status', { ...answer, status: 500 }],
    ['a redirect', { ...answer, status: 302 }],
    ['no content type', { ...answer, contentType: undefined }],
    ['a page', { ...answer, contentType: 'text/html' }],
    ['what only begins like JSON', { ...answer, contentType: 'application/json-seq' }],
    ['no content', { ...answer, status: 204, body: '' }],
    ['no request id', { ...answer, requestId: undefined }],
    ['another request id', { ...answer, requestId: 'd-2' }],
    ['half an answer', { ...answer, body: '{"decision":tru' }],
    ['no decision', { ...answer, body: '{}' }],
    ['a decision in words', { ...answer, body: '{"decision":"true"}' }],
    ['a number', { ...answer, body: '{"decision":1}' }],
    ['nothing', { ...answer, body: '' }],
    ['null', { ...answer, body: 'null' }],
  ])('does not believe %s', (_what, unbelievable) => {
    expect(believe(unbelievable, id).kind).toBe('unavailable');
  });

  it('never takes anything for an allow but a true decision', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const believed = believe({ ...answer, body }, id);
        const parsed: unknown = JSON.parse(body);
        const says =
          typeof parsed === 'object' && parsed !== null && 'decision' in parsed && parsed.decision === true;
        expect(believed.kind === 'answer' && believed.outcome === 'allow').toBe(says);
      }),
    );
  });
});
