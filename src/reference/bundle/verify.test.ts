import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { packArchive, unpackArchive, type ArchiveFiles } from './archive.ts';
import { buildBundle, layOut, signFiles } from './build.ts';
import { parseBundleKeys, type BundleKeys } from './bundle-keys.ts';
import { BundleRejected, type RejectionCode } from './rejected.ts';
import { signToken } from './token.ts';
import { verifyBundle, type VerifiedBundle } from './verify.ts';

const policies = new Map([
  ['schema.cedarschema', 'entity User;'],
  ['remote/a.cedar', 'permit (principal, action, resource);'],
  ['remote/data.json', '{"blocked":["mallory"]}'],
]);

let signingKey: JWK;
let keys: BundleKeys;
let bundle: Buffer;
let files: ArchiveFiles;

async function keyPair(kid: string, alg = 'ES256'): Promise<{ signing: JWK; verifying: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return {
    signing: { ...(await exportJWK(privateKey)), kid, alg },
    verifying: { ...(await exportJWK(publicKey)), kid, alg },
  };
}

beforeAll(async () => {
  const pair = await keyPair('k1');
  signingKey = pair.signing;
  keys = parseBundleKeys({ keys: [pair.verifying] });
  bundle = await buildBundle(policies, 7, signingKey);
  files = await unpackArchive(bundle);
});

/** What becomes of an archive: what was verified, or the code of the refusal. */
async function fate(archive: Buffer, believed = keys): Promise<VerifiedBundle | RejectionCode> {
  try {
    return await verifyBundle(archive, believed);
  } catch (error) {
    if (error instanceof BundleRejected) return error.code;
    throw error;
  }
}

/** What becomes of the bundle with these files changed or, where undefined, taken out. */
async function fateWith(changes: Record<string, string | Buffer | undefined>): Promise<unknown> {
  const changed = new Map(files);
  for (const [name, content] of Object.entries(changes)) {
    if (content === undefined) changed.delete(name);
    else changed.set(name, Buffer.from(content));
  }
  return fate(await packArchive(changed));
}

const signatures = (...tokens: string[]): string => JSON.stringify({ signatures: tokens });
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The bundle under another manifest, signed as it should be. */
async function fateOfManifest(manifest: string): Promise<unknown> {
  const changed = new Map([...layOut(policies, 7), ['.manifest', Buffer.from(manifest)]]);
  return fate(await packArchive(await signFiles(changed, signingKey)));
}

describe('verifying a bundle', () => {
  it('accepts what was built, and gives its policies back', async () => {
    expect(await fate(bundle)).toEqual({ revision: 7, policies, keyId: 'k1' });
  });

  it('is laid out as Open Policy Agent lays out its bundles', () => {
    expect([...files.keys()]).toEqual([
      '.signatures.json',
      '.manifest',
      'ledger/schema.cedarschema',
      'ledger/remote/a.cedar',
      'ledger/remote/data.json',
    ]);
    expect(JSON.parse(String(files.get('.manifest')))).toEqual({ revision: '7', roots: ['ledger'] });
  });

  it('notices every changed byte of every file', async () => {
    const notSigned = ['bad-signature', 'unknown-key', 'no-key-id', 'unsigned'];
    const change = fc.record({
      name: fc.constantFrom(...files.keys()),
      at: fc.nat(),
      flip: fc.integer({ min: 1, max: 255 }),
    });
    const property = fc.asyncProperty(change, async ({ name, at, flip }) => {
      const content = Buffer.from(files.get(name) ?? '');
      const index = at % content.length;
      content[index] = (content[index] ?? 0) ^ flip;
      const result = await fateWith({ [name]: content });
      // The spare bits of base64url may be flipped and mean nothing; what is accepted is then what was signed.
      const harmless = isDeepStrictEqual(result, { revision: 7, policies, keyId: 'k1' });
      expect(name === '.signatures.json' ? ['harmless', ...notSigned] : ['altered-file']).toContain(
        harmless ? 'harmless' : result,
      );
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it('rejects files that were added, taken out or swapped', async () => {
    expect(await fateWith({ 'ledger/remote/z.cedar': 'permit (principal, action, resource);' })).toBe(
      'unlisted-file',
    );
    expect(await fateWith({ 'ledger/remote/a.cedar': files.get('ledger/schema.cedarschema') })).toBe(
      'altered-file',
    );
    for (const name of files.keys())
      expect(await fateWith({ [name]: undefined })).toBe(
        name === '.signatures.json' ? 'unsigned' : 'missing-file',
      );
  });

  it('rejects a bundle without a signature, or with more than one', async () => {
    const [token] = JSON.parse(String(files.get('.signatures.json'))).signatures;
    expect(await fateWith({ '.signatures.json': signatures() })).toBe('unsigned');
    expect(await fateWith({ '.signatures.json': signatures(token, token) })).toBe('bad-signature');
    expect(await fateWith({ '.signatures.json': '{"signatures":' })).toBe('bad-signature');
  });

  it('rejects another key, under its own, under our, or under no key id', async () => {
    const other = await keyPair('k2');
    const { kid: _, ...anonymous } = signingKey;
    expect(await fate(await buildBundle(policies, 7, other.signing))).toBe('unknown-key');
    expect(await fate(await buildBundle(policies, 7, { ...other.signing, kid: 'k1' }))).toBe('bad-signature');
    expect(await fate(await buildBundle(policies, 7, { ...signingKey, kid: 'k2' }))).toBe('unknown-key');
    expect(await fate(await buildBundle(policies, 7, anonymous))).toBe('no-key-id');
  });

  it('believes either key while keys are rotated, of whatever algorithm', async () => {
    const pairs = await Promise.all([keyPair('es', 'ES256'), keyPair('rs', 'RS256'), keyPair('ed', 'EdDSA')]);
    const believed = parseBundleKeys({ keys: pairs.map(({ verifying }) => verifying) });
    for (const { signing } of pairs)
      expect(await fate(await buildBundle(policies, 7, signing), believed)).toEqual({
        revision: 7,
        policies,
        keyId: signing.kid,
      });
  });

  it('lets no token choose its algorithm', async () => {
    const [, payload] = JSON.parse(String(files.get('.signatures.json'))).signatures[0].split('.');
    for (const alg of ['none', 'HS256'])
      expect(
        await fateWith({ '.signatures.json': signatures(`${encode({ alg, kid: 'k1' })}.${payload}.`) }),
      ).toBe('bad-signature');
  });

  it('rejects a weaker hash, and a signature that is for something else', async () => {
    const weak = { files: [{ name: '.manifest', hash: 'x', algorithm: 'MD5' }] };
    expect(await fateWith({ '.signatures.json': signatures(await signToken(weak, signingKey)) })).toBe(
      'bad-signature',
    );
    const scoped = { files: [], scope: 'write' };
    expect(await fateWith({ '.signatures.json': signatures(await signToken(scoped, signingKey)) })).toBe(
      'wrong-scope',
    );
  });

  it('rejects a manifest that is no manifest of ours', async () => {
    for (const revision of ['0', '-1', 'latest', '1.5', ''])
      expect(await fateOfManifest(JSON.stringify({ revision, roots: ['ledger'] }))).toBe(
        'malformed-manifest',
      );
    expect(await fateOfManifest('[]')).toBe('malformed-manifest');
    for (const roots of [undefined, [], [''], ['other'], ['ledger', 'other']])
      expect(await fateOfManifest(JSON.stringify({ revision: '7', roots }))).toBe('wrong-roots');
  });

  it('rejects a change to a bundle, however well signed', async () => {
    const delta = new Map([['patch.json', Buffer.from('{"data":[]}')]]);
    expect(await fate(await packArchive(await signFiles(delta, signingKey)))).toBe('delta');
  });

  it('rejects what is no archive', async () => {
    for (const bytes of ['', '{"decision":tru', bundle.subarray(0, bundle.length / 2)])
      expect(await fate(Buffer.from(bytes))).toBe('malformed-archive');
  });
});

describe('the keys that are believed', () => {
  it('are public, of a known algorithm, and have ids of their own', async () => {
    const { signing, verifying } = await keyPair('k1');
    expect(() => parseBundleKeys({ keys: [signing] })).toThrow('"d"');
    expect(() => parseBundleKeys({ keys: [verifying, verifying] })).toThrow('two keys have the id k1');
    expect(() => parseBundleKeys({ keys: [{ ...verifying, alg: 'RS256' }] })).toThrow('ES256');
    expect(() => parseBundleKeys({ keys: [{ ...verifying, kid: undefined }] })).toThrow('kid');
    expect(() => parseBundleKeys({ keys: [] })).toThrow('keys');
  });
});
