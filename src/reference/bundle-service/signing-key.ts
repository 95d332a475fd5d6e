import type { JWK } from 'jose';
import { readBundleKeys, readKey } from '../service/fixtures.ts';

/** The key that bundles and confirmations are signed with from now on. */
export interface SigningKey {
  readonly current: () => JWK;
  /** Goes over to another key of `fixtures/ledger/keys/`, as long as it is one of those that verifiers believe. */
  rotate(name: string): Promise<boolean>;
}

/** Begins with `bundle-signing`. */
export async function createSigningKey(): Promise<SigningKey> {
  const believed = await readBundleKeys();
  let key = await readKey('bundle-signing.private');
  return {
    current: () => key,
    async rotate(name) {
      const next = await readKey(`${name}.private`).catch(() => undefined);
      if (next?.kid === undefined || !believed.has(next.kid)) return false;
      key = next;
      return true;
    },
  };
}
