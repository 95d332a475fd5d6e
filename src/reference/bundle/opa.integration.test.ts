import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packArchive } from './archive.ts';
import { buildBundle, layOut, signFiles } from './build.ts';
import { BundleRejected } from './rejected.ts';
import { openOpaProgram, type OpaProgram } from './testing/opa-program.ts';
import { tamperedBundles } from './testing/tampered-bundles.ts';
import { believing, newKey } from './testing/test-key.ts';
import { verifyBundle } from './verify.ts';

/** Whatever two readings of JSON might differ in. */
const awkward = String.raw`{ "whole": 1.0, "exponent": 1e3, "long": 12345678901234567890.123456789,
  "zero": -0, "z\u2028": "é 😀 <b> \u2029", "\uff5e": 1, "😀": { "b": [], "a": {} } }`;
const content = new Map([
  ['remote/a.cedar', 'permit (principal, action, resource);\n'],
  ['remote/data.json', awkward],
  ['rego/policy.rego', 'package ledger.remote\n\nallow if input.who == "alice"\n'],
]);
const active = { status: 200, text: '{}\n' };

let opa: OpaProgram;
beforeAll(async () => {
  opa = await openOpaProgram();
});
afterAll(() => opa?.close());

/** The code of our refusal; undefined where we believe it. */
async function refusal(archive: Buffer, key: JWK): Promise<string | undefined> {
  try {
    await verifyBundle(archive, believing(key));
    return undefined;
  } catch (error) {
    if (error instanceof BundleRejected) return error.code;
    throw error;
  }
}

describe.each(['ES256', 'RS256'])('a bundle signed with %s', (alg) => {
  let key: JWK;
  let foreign: JWK;
  beforeAll(async () => {
    [key, foreign] = await Promise.all([newKey(alg, 'k1'), newKey(alg, 'stranger')]);
  });

  it('is believed by us when opa build made it', async () => {
    const root = await opa.lay(layOut(content, 7));
    const out = join(opa.folder, `${alg}.tar.gz`);
    await opa.sign(root, key, ['build', '--bundle', '.', '--verification-key-id', 'k1', '-o', out]);
    const { revision, keyId, policies } = await verifyBundle(await readFile(out), believing(key));
    expect([revision, keyId, [...policies.keys()]]).toEqual([
      7,
      'k1',
      ['remote/data.json', 'rego/policy.rego'],
    ]);
    expect(policies.get('remote/data.json')).toContain('"whole":1.0');
    expect(JSON.parse(policies.get('remote/data.json') ?? '')).toEqual(JSON.parse(awkward));
  });

  it('is believed by us when opa sign signed it', async () => {
    const files = layOut(content, 7);
    const root = await opa.lay(files);
    // The only place where this command can be told to name the key.
    const claims = await opa.write('claims.json', '{"keyid":"k1"}');
    await opa.sign(root, key, ['sign', '--bundle', '.', '--claims-file', claims]);
    const signatures = await readFile(join(root, '.signatures.json'));
    const archive = await packArchive(new Map([...files, ['.signatures.json', signatures]]));
    expect(await verifyBundle(archive, believing(key))).toEqual({
      revision: 7,
      policies: content,
      keyId: 'k1',
    });
  });

  it('is verified and put in force by OPA when it is ours', async () => {
    await opa.serve(await buildBundle(content, 7, key), [key], { keyid: 'k1' }, async (ask) => {
      await expect.poll(() => ask('/health?bundles'), { timeout: 10_000 }).toEqual(active);
      const { text } = await ask('/v1/data/ledger/remote');
      expect(text).toContain('"whole":1.0');
      expect(text).toContain('"exponent":1e3');
      expect(JSON.parse(text)).toEqual({ result: JSON.parse(awkward) });
    });
  });

  const bundles = Object.entries(tamperedBundles);

  it.each(bundles.filter(([, { opa: words }]) => words !== undefined))(
    '%s is believed by nobody',
    async (_, { code, opa: words, make }) => {
      const archive = await make({ files: layOut(content, 7), key, foreign });
      expect(await refusal(archive, key)).toBe(code);
      expect(await opa.refusal(archive, key)).toMatch(words ?? '');
    },
  );

  it.each(bundles.filter(([, { opa: words }]) => words === undefined))(
    '%s is believed by OPA, and not by us',
    async (_, { code, make }) => {
      const archive = await make({ files: layOut(content, 7), key, foreign });
      expect(await refusal(archive, key)).toBe(code);
      expect(await opa.refusal(archive, key)).toBeUndefined();
    },
  );
});

describe('while keys are rotated', () => {
  let keys: readonly [JWK, JWK];
  beforeAll(async () => {
    keys = await Promise.all([newKey('ES256', 'old'), newKey('RS256', 'new')]);
  });

  it.each([0, 1] as const)('either key is believed by OPA and by us (%s)', async (which) => {
    const archive = await buildBundle(content, 7, keys[which]);
    expect((await verifyBundle(archive, believing(...keys))).keyId).toBe(keys[which].kid);
    await opa.serve(archive, keys, {}, async (ask) => {
      await expect.poll(() => ask('/health?bundles'), { timeout: 10_000 }).toEqual(active);
    });
  });

  it('OPA, which cannot be told the id of one key then, believes a bundle that nobody signed', async () => {
    const archive = await packArchive(layOut(content, 7));
    await expect(verifyBundle(archive, believing(...keys))).rejects.toMatchObject({ code: 'unsigned' });
    await opa.serve(archive, keys, {}, async (ask) => {
      await expect.poll(() => ask('/health?bundles'), { timeout: 10_000 }).toEqual(active);
    });
  });
});

describe('EdDSA', () => {
  it('is believed by us; no server of OPA can be told of such a key', async () => {
    const key = await newKey('EdDSA', 'k1');
    const archive = await packArchive(await signFiles(layOut(content, 7), key));
    expect(await refusal(archive, key)).toBeUndefined();
    await opa.serve(archive, [key], { keyid: 'k1' }, async (_, ended) => {
      expect(await ended).toContain('exited with code 1');
    });
  });
});
