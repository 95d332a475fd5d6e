import { compactVerify, CompactSign, importJWK, type JWK } from 'jose';
import { z } from 'zod';
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
 * A key is named by the header's `kid`, or, as `opa sign` does it, by the payload's `keyid`.
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

const headerSchema = z.object({ kid: z.string().optional() });
const claimsSchema = z.object({ keyid: z.string().optional() });

/** Of a token that nothing is known about yet: it chooses among keys that are believed, no more. */
function keyIdOf(token: string): string {
  const [header = '', payload = ''] = token.split('.', 2);
  const { kid } = read(headerSchema, header);
  // The payload, which may be long, is read only if it has to be.
  const keyId = kid === undefined || kid === '' ? read(claimsSchema, payload).keyid : kid;
  if (keyId === undefined || keyId === '') throw new BundleRejected('no-key-id', 'the token names no key');
  return keyId;
}

function read<T>(schema: z.ZodType<T>, part: string): T {
  const parsed = schema.safeParse(decode(part));
  if (!parsed.success) throw new BundleRejected('bad-signature', 'it is no signed token');
  return parsed.data;
}

/** Undefined for what is no JSON, which no schema takes. */
function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
