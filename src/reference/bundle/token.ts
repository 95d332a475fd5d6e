import { compactVerify, CompactSign, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { BundleKey, BundleKeys } from './bundle-keys.ts';
import { BundleRejected } from './rejected.ts';

/** What a token says, once its signature has been found to be by a key of the set. */
export interface VerifiedToken {
  readonly payload: unknown;
  readonly keyId: string;
  readonly key: BundleKey;
}

/**
 * Signs `payload` as a compact JWS that names its key, if the key has an id.
 * @param signingKey a private key with `alg` (ES256, RS256 or EdDSA) and `kid`; nobody believes a signature without
 * @throws Error when the key has no algorithm
 */
export async function signToken(payload: unknown, signingKey: JWK): Promise<string> {
  const { kid, alg } = signingKey;
  if (alg === undefined) throw new Error('a signing key needs an alg');
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg, typ: 'JWT', ...(kid === undefined ? {} : { kid }) })
    .sign(await importJWK(signingKey, alg));
}

/**
 * Verifies a compact JWS: the key is the one it names, of those that are believed, and the algorithm is that key's.
 * @throws BundleRejected `bad-signature`, `no-key-id` or `unknown-key`
 */
export async function verifyToken(token: string, keys: BundleKeys): Promise<VerifiedToken> {
  const keyId = keyIdOf(token);
  const key = keys.get(keyId);
  if (key === undefined) throw new BundleRejected('unknown-key', `nothing signed by ${keyId} is believed`);
  try {
    const { payload } = await compactVerify(token, key.key, { algorithms: [key.algorithm] });
    return { payload: JSON.parse(Buffer.from(payload).toString('utf8')), keyId, key };
  } catch (cause) {
    throw new BundleRejected('bad-signature', `no signature by ${keyId}: ${reasonOf(cause)}`, { cause });
  }
}

function keyIdOf(token: string): string {
  const { kid } = headerOf(token);
  if (kid === undefined || kid === '') throw new BundleRejected('no-key-id', 'the token names no key');
  if (typeof kid !== 'string') throw new BundleRejected('bad-signature', 'its key id is no text');
  return kid;
}

function headerOf(token: string): { kid?: unknown } {
  try {
    return decodeProtectedHeader(token);
  } catch (cause) {
    throw new BundleRejected('bad-signature', `no token: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
