import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import type { Target } from '../target/target.ts';

/** Bearer tokens for the target's subjects. */
export interface Tokens {
  /**
   * A token that lives for at least half of the declared lifetime yet.
   * @throws where the target has no such subject
   */
  bearer(subject: string): Promise<string>;
}

/** What of a target says how its tokens are made. */
export type TokenTarget = Pick<Target, 'id' | 'folder' | 'credentials' | 'subjects'>;

const signingKey = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string().exactOptional(),
});

/**
 * Reads the target's private key and mints tokens as they are asked for (RFC 7519 claims and the subject's
 * own, signed with ES256), each kept for half of its lifetime.
 * @throws where the key file cannot be read or holds no private P-256 JWK
 */
export async function openTokens(target: TokenTarget): Promise<Tokens> {
  const { credentials, subjects } = target;
  const jwk = await readSigningKey(resolve(target.folder, credentials.keyFile));
  const key = await importJWK(jwk, 'ES256');
  const held = new Map<string, { readonly token: Promise<string>; readonly renewAt: number }>();

  async function mint(subject: string): Promise<string> {
    const claims = subjects[subject];
    if (claims === undefined) throw new Error(`The target "${target.id}" has no subject "${subject}".`);
    const issuedAt = Math.floor(Date.now() / 1_000);
    return new SignJWT({ sub: subject, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
      .setIssuer(credentials.issuer)
      .setAudience(credentials.audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + Math.ceil(credentials.lifetimeMs / 1_000))
      .setJti(crypto.randomUUID())
      .sign(key);
  }

  return {
    bearer: (subject) => {
      const now = performance.now();
      const known = held.get(subject);
      if (known !== undefined && now < known.renewAt) return known.token;
      const token = mint(subject);
      held.set(subject, { token, renewAt: now + credentials.lifetimeMs / 2 });
      return token;
    },
  };
}

async function readSigningKey(file: string): Promise<z.infer<typeof signingKey>> {
  const read = signingKey.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!read.success)
    throw new Error(`${file} holds no private JWK of the curve P-256.`, { cause: read.error });
  return read.data;
}
