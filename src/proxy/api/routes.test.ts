import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRoute } from './routes.ts';

describe('findRoute', () => {
  it.each([
    ['/version?x=1', { name: 'version' }],
    ['/proxies/a%20b', { name: 'proxy', proxy: 'a b' }],
    ['/proxies/a/toxics', { name: 'toxics', proxy: 'a' }],
    ['/proxies/a/toxics/t', { name: 'toxic', proxy: 'a', toxic: 't' }],
    ['http://host:1/proxies', { name: 'proxies' }],
    ['/events?after=3', { name: 'events' }],
  ])('%s', (target, route) => {
    expect(findRoute(target)).toMatchObject({ kind: 'route', route });
  });

  it.each([
    '/',
    '/proxies/',
    '/proxies/a/',
    '/proxies/a/b',
    '/proxies/a%2Fb',
    '/proxies/a/toxics/t/x',
    '/VERSION',
  ])('%s is unknown', (target) => {
    expect(findRoute(target)).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['//proxies', '/proxies'],
    ['/proxies/..', '/'],
    ['/a/../version?x=1', '/version?x=1'],
    ['/proxies//a%20b/', '/proxies/a%20b/'],
  ])('%s is sent to %s', (target, location) => {
    expect(findRoute(target)).toEqual({ kind: 'redirect', location });
  });

  it('calls what cannot be decoded malformed, and never throws', () => {
    expect(findRoute('/proxies/%zz')).toEqual({ kind: 'malformed' });
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '.', '%', '2', 'F', 'a', '?', '=', '&', '#', 'proxies') }),
        (target) => {
          expect(['route', 'redirect', 'unknown', 'malformed']).toContain(findRoute(target).kind);
        },
      ),
    );
  });
});
