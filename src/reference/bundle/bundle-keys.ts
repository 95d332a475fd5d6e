import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** Algorithms that a bundle may be signed with. OPA knows the first two; EdDSA (Ed25519) it does not. */
export type SigningAlgorithm = (typeof algorithms)[number];
const algorithms = ['ES256', 'RS256', 'EdDSA'] as const;

/** A key that a verifier believes. */
export interface BundleKey {
  /** The key's, and never the token's to choose. */
  readonly algorithm: SigningAlgorithm;
  /** What signatures by this key must say they are for; empty where they must not say anything. */
  readonly scope: string;
  readonly key: KeyObject;
}

/** Everything a verifier believes, by key id. More than one while keys are rotated. */
export type BundleKeys = ReadonlyMap<string, BundleKey>;

const common = {
  kid: z.string().min(1),
  use: z.literal('sig').default('sig'),
  scope: z.string().default(''),
};
const bytes = z.base64url();
// Members are named one by one so that a private key in the set is no key but a mistake that is noticed.
const keySchema = z.discriminatedUnion('kty', [
  z.strictObject({
    ...common,
    kty: z.literal('EC'),
    alg: z.literal('ES256'),
    crv: z.literal('P-256'),
    x: bytes,
    y: bytes,
  }),
  z.strictObject({ ...common, kty: z.literal('RSA'), alg: z.literal('RS256'), n: bytes, e: bytes }),
  z.strictObject({
    ...common,
    kty: z.literal('OKP'),
    alg: z.literal('EdDSA'),
    crv: z.literal('Ed25519'),
    x: bytes,
  }),
]);
const keySetSchema = z.object({ keys: z.array(keySchema).min(1) });

/**
 * Reads a JSON Web Key Set (RFC 7517) of public keys, each with `kid` and `alg`, and with OPA's `scope` if it has one.
 * @throws Error when it is none, holds a private key, or two keys under one id
 */
export function parseBundleKeys(keySet: unknown): BundleKeys {
  const keys = new Map<string, BundleKey>();
  for (const { kid, use: _, scope, alg, ...jwk } of keySetSchema.parse(keySet).keys) {
    if (keys.has(kid)) throw new Error(`two keys have the id ${kid}`);
    keys.set(kid, { algorithm: alg, scope, key: createPublicKey({ key: jwk, format: 'jwk' }) });
  }
  return keys;
}
