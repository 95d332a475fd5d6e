import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { packArchive, unpackArchive, type ArchiveFiles } from './archive.ts';
import { buildBundle, layOut, signFiles } from './build.ts';
import { parseBundleKeys } from './bundle-keys.ts';
import { BundleRejected, type RejectionCode } from './rejected.ts';
import { signedBy } from './testing/signed-by-hand.ts';
import { tamperedBundles } from './testing/tampered-bundles.ts';
import { believing, newKey, publicOf } from './testing/test-key.ts';
import { verifyBundle, type VerifiedBundle } from './verify.ts';

const policies = new Map([
  ['schema.cedarschema', 'entity User;'],
  ['remote/a.cedar', 'permit (principal, action, resource);'],
  ['remote/data.json', '{"blocked":["mallory"],"limit":1.0}'],
  ['rego/policy.rego', 'package ledger.remote\n'],
]);

let key: JWK;
let foreign: JWK;
let bundle: Buffer;
let files: ArchiveFiles;
beforeAll(async () => {
  [key, foreign] = await Promise.all([newKey('ES256', 'k1'), newKey('ES256', 'k2')]);
  bundle = await buildBundle(policies, 7, key);
  files = await unpackArchive(bundle);
});

/** What becomes of an archive: what was verified, or the code of the refusal. */
async function fate(archive: Buffer, believed = believing(key)): Promise<VerifiedBundle | RejectionCode> {
  try {
    return await verifyBundle(archive, believed);
  } catch (error) {
    if (error instanceof BundleRejected) return error.code;
    throw error;
  }
}

/** What becomes of these files, well packed. */
const fateOf = async (changed: ArchiveFiles) => fate(await packArchive(changed));
/** What becomes of these files, well signed and packed. */
const fateSigned = async (unsigned: ArchiveFiles) => fateOf(await signFiles(unsigned, key));

const textFiles = (entries: Record<string, string>): ArchiveFiles =>
  new Map(Object.entries(entries).map(([path, text]) => [path, Buffer.from(text)]));

/** A bundle without policies, under this manifest. */
const manifestOf = (value: unknown) => textFiles({ '.manifest': JSON.stringify(value) });
/** What becomes of a bundle with all its data in one document, and these files. */
const withData = (data: string, more = {}) =>
  fateSigned(textFiles({ '.manifest': '{"revision":"7","roots":["/ledger/"]}', 'data.json': data, ...more }));

describe('a bundle that was built', () => {
  it('is laid out as Open Policy Agent lays out its bundles', () => {
    expect([...files.keys()]).toEqual([
      '.signatures.json',
      '.manifest',
      'ledger/schema.cedarschema',
      'ledger/remote/a.cedar',
      'ledger/remote/data.json',
      'ledger/rego/policy.rego',
    ]);
    expect(JSON.parse(String(files.get('.manifest')))).toEqual({ revision: '7', roots: ['ledger'] });
  });

  it('is verified and gives back what is in it, whatever that is', async () => {
    const signingKeys = await Promise.all(['ES256', 'RS256', 'EdDSA'].map((alg) => newKey(alg, alg)));
    const name = fc.stringMatching(/^[a-zé]{1,20}$/);
    const entry = fc.oneof(
      fc.tuple(
        name.map((file) => `set/${file}.cedar`),
        fc.string({ unit: 'binary' }),
      ),
      fc.tuple(
        name.map((set) => `${set}/data.json`),
        fc.json(),
      ),
    );
    const built = fc.record({
      content: fc.uniqueArray(entry, { maxLength: 6, selector: ([path]) => path }).map((all) => new Map(all)),
      revision: fc.integer({ min: 1, max: 999_999_999 }),
      signingKey: fc.constantFrom(...signingKeys),
    });
    const property = fc.asyncProperty(built, async ({ content, revision, signingKey }) => {
      const archive = await buildBundle(content, revision, signingKey);
      const verified = { revision, policies: content, keyId: signingKey.kid };
      expect(await fate(archive, believing(...signingKeys))).toEqual(verified);
      expect(await fate(archive, believing(foreign))).toBe('unknown-key');
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

describe('a bundle that was changed on the way', () => {
  it('is refused for every byte of every file', async () => {
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
      const result = await fateOf(new Map([...files, [name, content]]));
      // The spare bits of base64url may be flipped and mean nothing; what is accepted is then what was signed.
      const harmless = isDeepStrictEqual(result, { revision: 7, policies, keyId: 'k1' });
      expect(name === '.signatures.json' ? ['harmless', ...notSigned] : ['altered-file']).toContain(
        harmless ? 'harmless' : result,
      );
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it('is refused for every file that is added, taken out or given another name', async () => {
    const name = fc.constantFrom(...files.keys());
    const newName = fc.stringMatching(/^ledger\/[a-z]{1,9}\.(cedar|rego|txt)$/);
    const property = fc.asyncProperty(name, newName, async (old, other) => {
      const without = new Map([...files].filter(([path]) => path !== old));
      const moved = new Map([...without, [other, files.get(old) ?? Buffer.alloc(0)]]);
      const unsigned = old === '.signatures.json';
      expect(await fateOf(without)).toBe(unsigned ? 'unsigned' : 'missing-file');
      expect(await fateOf(moved)).toBe(unsigned ? 'unsigned' : 'unlisted-file');
      expect(await fateOf(new Map([...files, [other, Buffer.from('x')]]))).toBe('unlisted-file');
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is what it was when a document is only laid out otherwise', async () => {
    const manifest = Buffer.from('{\n "roots": ["ledger"],\n "revision": "7" }\n');
    expect(await fateOf(new Map([...files, ['.manifest', manifest]]))).toEqual({
      revision: 7,
      policies,
      keyId: 'k1',
    });
  });

  it.each(Object.entries(tamperedBundles))('%s is refused for what it is', async (_, { code, make }) => {
    expect(await fate(await make({ files: layOut(policies, 7), key, foreign }))).toBe(code);
  });
});

describe('a bundle that was signed for somebody else', () => {
  it.each(['0', '-1', '1.5', '01', '', ' 1', '1e3', '9'.repeat(16), 7, null, undefined])(
    'is refused under the revision %j',
    async (revision) => {
      expect(await fateSigned(manifestOf({ revision, roots: ['ledger'] }))).toBe('malformed-manifest');
    },
  );

  it.each([[], [''], ['other'], ['ledger', 'other'], ['ledger/remote'], undefined].map((roots) => [roots]))(
    'is refused with the roots %j',
    async (roots) => {
      expect(await fateSigned(manifestOf({ revision: '7', roots }))).toBe('wrong-roots');
    },
  );

  it('is refused unless it is signed for the scope of the key, where the key has one', async () => {
    const scoped = parseBundleKeys({ keys: [{ ...publicOf(key), scope: 'read' }] });
    const signedFor = async (claims: object) => packArchive(await signedBy(layOut(policies, 7), key, claims));
    expect(await fate(await signedFor({ scope: 'read' }), scoped)).toMatchObject({ revision: 7 });
    expect(await fate(await signedFor({ scope: 'write' }), scoped)).toBe('wrong-scope');
    expect(await fate(await signedFor({}), scoped)).toBe('wrong-scope');
    expect(await fate(await signedFor({ scope: 'read' }))).toBe('wrong-scope');
  });
});

describe('a bundle as opa makes it', () => {
  it('has the data of all sets in one document, where numbers stay as they are written', async () => {
    expect(await withData('{"ledger":{"remote":{"b":1.0,"a":[1e3]},"local":{}}}')).toMatchObject({
      policies: new Map([
        ['remote/data.json', '{"a":[1e3],"b":1.0}'],
        ['local/data.json', '{}'],
      ]),
    });
    expect(await withData('{}')).toMatchObject({ policies: new Map() });
  });

  it.each([
    ['of another root', '{"ledger":{},"payroll":{}}', 'wrong-roots'],
    ['of no set', '{"ledger":{"limit":3}}', 'malformed-archive'],
    ['that is no object', '[]', 'malformed-archive'],
    ['whose root is no object', '{"ledger":[]}', 'malformed-archive'],
  ])('is refused for data %s', async (_, data, code) => {
    expect(await withData(data)).toBe(code);
  });

  it('is refused for two documents about one set', async () => {
    expect(await withData('{"ledger":{"remote":{}}}', { 'ledger/remote/data.json': '{}' })).toBe(
      'malformed-archive',
    );
  });

  it('may name its key where opa sign names it', async () => {
    const { kid: _, ...nameless } = key;
    const named = await signedBy(layOut(policies, 7), nameless, { keyid: 'k1' });
    expect(await fateOf(named)).toMatchObject({ keyId: 'k1' });
    // The header outweighs it, as it does to OPA.
    expect(await fateOf(await signedBy(layOut(policies, 7), { ...key, kid: 'k2' }, { keyid: 'k1' }))).toBe(
      'unknown-key',
    );
  });
});
