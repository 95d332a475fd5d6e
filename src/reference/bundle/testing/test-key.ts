import { createPrivateKey, createPublicKey } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { parseBundleKeys, type BundleKeys } from '../bundle-keys.ts';

/** A new private key of this algorithm, under this id. */
export async function newKey(alg: string, kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg };
}

/** What may be known of a private key. */
export function publicOf({ kty, kid, alg, crv, x, y, n, e }: JWK): JWK {
  const members = Object.entries({ kty, kid, alg, crv, x, y, n, e });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** Believes bundles by these private keys. */
export function believing(...keys: readonly JWK[]): BundleKeys {
  return parseBundleKeys({ keys: keys.map(publicOf) });
}

/** The public part of a key, as OPA reads it. */
export function publicPem(key: JWK): string {
  return createPublicKey({ key: publicOf(key), format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
}

/** A private key, as OPA reads it. */
export function privatePem(key: JWK): string {
  return createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
}
