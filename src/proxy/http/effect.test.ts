import { describe, expect, it } from 'vitest';
import { counts, fits } from './effect.ts';
import type { RequestHead } from './head.ts';

const any = { method: '', path: '', header: '', nth: 0, first: 0 };
const request: RequestHead = {
  method: 'GET',
  target: '/access/v1/evaluation?x=1',
  version: '1.1',
  fields: [['x-who', 'me: myself']],
};

describe('which requests are meant', () => {
  it.each([
    [{}, true],
    [{ method: 'get' }, true],
    [{ method: 'POST' }, false],
    [{ path: '/access/v1/evaluation' }, true],
    [{ path: '/access/*' }, true],
    [{ path: '*/evaluation' }, true],
    [{ path: '/a*v1*n' }, true],
    [{ path: '/access' }, false],
    [{ path: '/*.html' }, false],
    [{ path: '/access/v1/evaluation*evaluation' }, false],
    [{ header: 'X-Who' }, true],
    [{ header: 'x-who: me: myself' }, true],
    [{ header: 'x-who: you' }, false],
    [{ header: 'x-other' }, false],
  ])('%j: %s', (match, expected) => {
    expect(fits({ ...any, ...match }, request)).toBe(expected);
  });

  it('takes the path of a target in absolute form', () => {
    expect(fits({ ...any, path: '/x' }, { ...request, target: 'http://host:80/x?y' })).toBe(true);
  });

  it.each([
    [{}, [true, true, true, true]],
    [{ nth: 2 }, [false, true, false, false]],
    [{ first: 2 }, [true, true, false, false]],
  ])('counts by %j', (match, expected) => {
    expect([1, 2, 3, 4].map((count) => counts({ ...any, ...match }, count))).toEqual(expected);
  });
});
