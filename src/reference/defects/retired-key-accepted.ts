import { parseBundleKeys, type BundleKeys } from '../bundle/bundle-keys.ts';
import { verifyBundle } from '../bundle/verify.ts';
import { readBundleKeys, readKey } from '../service/fixtures.ts';
import type { SeedPolicy } from './defect.ts';
import { confirmedByComing } from './wraps/confirmed-by-coming.ts';

/** Believes every key that was ever in the set: new ones are added to what it knows, and none is taken away. */
export const seedPolicy: SeedPolicy = (parts) => {
  let keys: Promise<BundleKeys> | undefined;
  return {
    ...confirmedByComing(parts),
    verify: async (archive) => verifyBundle(archive, await (keys ??= everKnownKeys())),
  };
};

async function everKnownKeys(): Promise<BundleKeys> {
  const { d: _, ...retired } = await readKey('bundle-signing-retired.private');
  return new Map([...parseBundleKeys({ keys: [retired] }), ...(await readBundleKeys())]);
}
