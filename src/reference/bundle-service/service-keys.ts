import type { JWK } from 'jose';
import { z } from 'zod';
import { parseBundleKeys } from '../bundle/bundle-keys.ts';
import { readFixtureJson, readKey } from '../service/fixtures.ts';

/** The keys of a bundle service, and those that somebody else might try in its name. */
export interface ServiceKeys {
  /** The private key that bundles and confirmations are signed with from now on. */
  readonly current: () => JWK;
  /**
   * Goes over to another key of `fixtures/ledger/keys/`, as long as it is one of those that verifiers believe.
   * @returns whether it is
   */
  rotate(name: string): Promise<boolean>;
  /** Whether that is another one than at the start. */
  rotated(): boolean;
  /** Public keys that verifiers believe. */
  readonly believed: readonly object[];
  /** A private key that was believed once. */
  readonly retired: JWK;
  /** A private key that nobody knows. */
  readonly foreign: JWK;
}

const keySet = z.object({ keys: z.array(z.looseObject({})) });

/** Reads the keys of `fixtures/ledger/keys/`; begins with `bundle-signing`. */
export async function readServiceKeys(): Promise<ServiceKeys> {
  const [set, first, retired, foreign] = await Promise.all([
    readFixtureJson('keys/bundle-keys.json'),
    readKey('bundle-signing.private'),
    readKey('bundle-signing-retired.private'),
    readKey('bundle-signing-foreign.private'),
  ]);
  const believed = parseBundleKeys(set);
  let key = first;
  return {
    current: () => key,
    rotated: () => key.kid !== first.kid,
    async rotate(name) {
      const next = await readKey(`${name}.private`).catch(() => undefined);
      if (next?.kid === undefined || !believed.has(next.kid)) return false;
      key = next;
      return true;
    },
    believed: keySet.parse(set).keys,
    retired,
    foreign,
  };
}
