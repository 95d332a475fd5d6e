import { beforeAll, describe, expect, it } from 'vitest';
import type { UntrustedVariant } from '../../model/fault.ts';
import type { BundleKeys } from '../bundle/bundle-keys.ts';
import type { RejectionCode } from '../bundle/rejected.ts';
import { verifyBundle } from '../bundle/verify.ts';
import { fixturePath, readBundleKeys } from '../service/fixtures.ts';
import { forge, type Forged, type ForgeKeys } from './forge-bundle.ts';
import { readPolicyContent } from './policy-content.ts';
import { readServiceKeys } from './service-keys.ts';

let keys: BundleKeys;
let forgeKeys: ForgeKeys;
let forged: Forged;
beforeAll(async () => {
  keys = await readBundleKeys();
  forgeKeys = await readServiceKeys();
  const folder = fixturePath('policies');
  forged = {
    content: await readPolicyContent(folder, 'forged'),
    sound: await readPolicyContent(folder, 'good'),
    revision: 1_003,
    served: 3,
  };
});

describe('a bundle that nobody may believe', () => {
  it.each([
    ['unsigned', 'unsigned'],
    ['emptied-signature', 'unsigned'],
    ['no-key-id', 'no-key-id'],
    ['unknown-key', 'unknown-key'],
    ['retired-key', 'unknown-key'],
    ['forged-signature', 'bad-signature'],
    ['altered', 'altered-file'],
    ['unlisted', 'unlisted-file'],
    ['missing', 'missing-file'],
    ['truncated', 'malformed-archive'],
    ['foreign', 'wrong-roots'],
  ] satisfies [UntrustedVariant, RejectionCode][])('is refused when it is %s: %s', async (variant, code) => {
    const archive = await forge(variant, forged, forgeKeys);
    await expect(verifyBundle(archive, keys)).rejects.toMatchObject({ name: 'BundleRejected', code });
  });

  it('is sound but for its revision where it conflicts with the one in force', async () => {
    const archive = await forge('conflicting', forged, forgeKeys);
    expect(await verifyBundle(archive, keys)).toMatchObject({ revision: 3, policies: forged.content });
  });
});
