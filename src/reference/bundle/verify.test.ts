import * as fc from 'fast-check';
import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { packArchive, unpackArchive } from './archive.ts';
import { buildBundle } from './build.ts';
import { BundleRejected, verifyBundle } from './verify.ts';

const policies = new Map([
  ['schema.cedarschema', 'entity User;'],
  ['remote/a.cedar', 'permit (principal, action, resource);'],
]);

let signingKey: JWK;
let publicKey: JWK;
let bundle: Buffer;
let files: Map<string, Buffer>;

async function keyPair(kid: string): Promise<{ signing: JWK; verifying: JWK }> {
  const { privateKey, publicKey: verifying } = await generateKeyPair('ES256', { extractable: true });
  return {
    signing: { ...(await exportJWK(privateKey)), kid },
    verifying: { ...(await exportJWK(verifying)), kid },
  };
}

beforeAll(async () => {
  ({ signing: signingKey, verifying: publicKey } = await keyPair('k1'));
  bundle = await buildBundle(policies, 7, signingKey);
  files = new Map(await unpackArchive(bundle));
});

/** What becomes of these files, well packed. */
async function fate(changed: ReadonlyMap<string, Buffer>): Promise<unknown> {
  try {
    return await verifyBundle(await packArchive(changed), publicKey);
  } catch (error) {
    return error instanceof BundleRejected ? 'rejected' : error;
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function signaturesOf(payload: unknown, key: JWK, kid = 'k1'): Promise<Buffer> {
  const token = await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(await importJWK(key, 'ES256'));
  return Buffer.from(JSON.stringify({ signatures: [token] }));
}

describe('verifying a bundle', () => {
  it('accepts what was built, and gives its policies back', async () => {
    expect(await verifyBundle(bundle, publicKey)).toEqual({ revision: 7, policies });
  });

  it('is laid out as Open Policy Agent lays out its bundles', () => {
    expect([...files.keys()]).toEqual([
      '.signatures.json',
      '.manifest',
      'ledger/schema.cedarschema',
      'ledger/remote/a.cedar',
    ]);
    expect(JSON.parse(String(files.get('.manifest')))).toEqual({ revision: '7', roots: ['ledger'] });
  });

  it('notices every changed byte of every file', async () => {
    const change = fc.record({
      name: fc.constantFrom(...files.keys()),
      at: fc.nat(),
      flip: fc.integer({ min: 1, max: 255 }),
    });
    const property = fc.asyncProperty(change, async ({ name, at, flip }) => {
      const content = Buffer.from(files.get(name) ?? '');
      const index = at % content.length;
      content[index] = (content[index] ?? 0) ^ flip;
      const result = await fate(new Map([...files, [name, content]]));
      // The spare bits of base64url may be flipped and mean nothing; what is accepted is then what was signed.
      const harmless = name === '.signatures.json' && typeof result === 'object';
      expect(result).toEqual(harmless ? { revision: 7, policies } : 'rejected');
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('rejects files that were added, taken out or swapped', async () => {
    const policy = Buffer.from('permit (principal, action, resource);');
    expect(await fate(new Map([...files, ['ledger/remote/z.cedar', policy]]))).toBe('rejected');
    for (const name of files.keys())
      expect(await fate(new Map([...files].filter(([other]) => other !== name)))).toBe('rejected');
    expect(
      await fate(
        new Map([...files, ['ledger/remote/a.cedar', files.get('ledger/schema.cedarschema') ?? policy]]),
      ),
    ).toBe('rejected');
  });

  it('rejects a bundle without a signature, or with more than one', async () => {
    expect(await fate(new Map([...files, ['.signatures.json', Buffer.from('{"signatures":[]}')]]))).toBe(
      'rejected',
    );
    const { signatures } = JSON.parse(String(files.get('.signatures.json')));
    expect(
      await fate(
        new Map([
          ...files,
          ['.signatures.json', Buffer.from(JSON.stringify({ signatures: [...signatures, ...signatures] }))],
        ]),
      ),
    ).toBe('rejected');
  });

  it('rejects another key, under its own or under our key id', async () => {
    const other = await keyPair('k2');
    await expect(verifyBundle(await buildBundle(policies, 7, other.signing), publicKey)).rejects.toThrow(
      BundleRejected,
    );
    await expect(
      verifyBundle(await buildBundle(policies, 7, { ...other.signing, kid: 'k1' }), publicKey),
    ).rejects.toThrow(BundleRejected);
    await expect(
      verifyBundle(await buildBundle(policies, 7, { ...signingKey, kid: 'k2' }), publicKey),
    ).rejects.toThrow('signed by key k2');
  });

  it('rejects a token that says it needs no signature', async () => {
    const [, payload] = JSON.parse(String(files.get('.signatures.json'))).signatures[0].split('.');
    const unsigned = JSON.stringify({ signatures: [`${encode({ alg: 'none', kid: 'k1' })}.${payload}.`] });
    expect(await fate(new Map([...files, ['.signatures.json', Buffer.from(unsigned)]]))).toBe('rejected');
  });

  it('rejects a weaker hash, and a well-signed manifest that is no manifest of ours', async () => {
    const weak = { files: [{ name: '.manifest', hash: 'x', algorithm: 'MD5' }] };
    expect(await fate(new Map([...files, ['.signatures.json', await signaturesOf(weak, signingKey)]]))).toBe(
      'rejected',
    );
    for (const revision of ['0', '-1', 'latest', '1.5']) {
      await expect(
        verifyBundle(await buildBundle(policies, Number(revision), signingKey), publicKey),
      ).rejects.toThrow(BundleRejected);
    }
  });

  it('rejects what is no archive', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('{"decision":tru'),
      bundle.subarray(0, bundle.length / 2),
    ]) {
      await expect(verifyBundle(bytes, publicKey)).rejects.toBeInstanceOf(BundleRejected);
    }
  });
});
