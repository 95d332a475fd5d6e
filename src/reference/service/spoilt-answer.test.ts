import { describe, expect, it } from 'vitest';
import { mistyped, spoilt, without } from './spoilt-answer.ts';

describe('a spoilt answer', () => {
  it('is spoilt in each of several decisions', async () => {
    const many = Response.json({ evaluations: [{ decision: true }, { decision: false }] });
    const answer = await spoilt(many, (one) => without(one, 'decision'));
    expect(await answer.json()).toEqual({ evaluations: [{}, {}] });
  });

  it('leaves alone what is no JSON object', async () => {
    const refusal = new Response('a valid workload token is needed', { status: 401 });
    const answer = await spoilt(refusal, (one) => without(one, 'decision'));
    expect([answer.status, await answer.text()]).toEqual([401, 'a valid workload token is needed']);
    const nothing = await spoilt(new Response(null, { status: 204 }), (one) => one);
    expect(nothing.status).toBe(204);
  });

  it('has its length anew', async () => {
    const long = new Response('{"decision":true}', { headers: { 'content-length': '17' } });
    const answer = await spoilt(long, (one) => without(one, 'decision'));
    expect(answer.headers.has('content-length')).toBe(false);
  });
});

describe('another type', () => {
  it.each([
    [true, 'true'],
    ['low', 3],
    [7, '7'],
    [{ a: 1 }, '{"a":1}'],
  ])('of %j is %j', (value, other) => {
    expect(mistyped({ value }, 'value')).toEqual({ value: other });
  });

  it('is given to nothing that is not there', () => {
    expect(mistyped({ value: 1 }, 'other')).toEqual({ value: 1 });
  });
});
