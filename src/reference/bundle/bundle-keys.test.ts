import type { JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBundleKeys, readKey } from '../service/fixtures.ts';
import { parseBundleKeys } from './bundle-keys.ts';
import { newKey, publicOf } from './testing/test-key.ts';

describe('the keys that are believed', () => {
  let key: JWK;
  beforeAll(async () => {
    key = await newKey('ES256', 'k1');
  });

  it('are public, of an algorithm of theirs, and have ids of their own', () => {
    const believed = publicOf(key);
    expect(() => parseBundleKeys({ keys: [{ ...believed, d: key.d }] })).toThrow('"d"');
    expect(() => parseBundleKeys({ keys: [believed, believed] })).toThrow('two keys have the id k1');
    expect(() => parseBundleKeys({ keys: [{ ...believed, alg: 'RS256' }] })).toThrow('ES256');
    expect(() => parseBundleKeys({ keys: [{ ...believed, kid: undefined }] })).toThrow('kid');
    expect(() => parseBundleKeys({ keys: [{ ...believed, kid: '' }] })).toThrow('kid');
    expect(() => parseBundleKeys({ keys: [{ ...believed, use: 'enc' }] })).toThrow('use');
    expect(() => parseBundleKeys({ keys: [{ ...believed, x: 'AAAA' }] })).toThrow('Invalid');
    expect(() => parseBundleKeys({ keys: [] })).toThrow('keys');
  });

  it('are, of the ledger’s, the one in use and the next one, and none of the others', async () => {
    const believed = await readBundleKeys();
    const known = async (name: string) => believed.has((await readKey(`${name}.private`)).kid ?? '');
    expect(await Promise.all(['bundle-signing', 'bundle-signing-next'].map(known))).toEqual([true, true]);
    expect(await Promise.all(['bundle-signing-retired', 'bundle-signing-foreign'].map(known))).toEqual([
      false,
      false,
    ]);
  });
});
