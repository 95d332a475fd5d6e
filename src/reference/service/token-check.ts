import { importJWK, jwtVerify, type JWK, type JWTPayload } from 'jose';

/** Reads an `Authorization` header: the claims of a token that is good now, or undefined. */
export type TokenCheck = (authorization: string | undefined) => Promise<JWTPayload | undefined>;

/** Whose tokens are good, and for whom they must be meant. */
interface TokenRules {
  /** The issuer's public key. */
  readonly key: JWK;
  readonly issuer: string;
  readonly audience: string;
}

/** Most tokens remembered at once. */
const remembered = 1_000;

/**
 * Checks bearer tokens: signed ES256 by the issuer's key, for this audience, not expired. A token that was found
 * good is not verified again until it expires: the same one comes with every request.
 */
export async function createTokenCheck({ key, issuer, audience }: TokenRules): Promise<TokenCheck> {
  const publicKey = await importJWK(key, 'ES256');
  const good = new Map<string, { readonly claims: JWTPayload; readonly untilMs: number }>();
  return async (authorization) => {
    const [scheme, token] = (authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return undefined;
    const known = good.get(token);
    if (known !== undefined && known.untilMs > Date.now()) return known.claims;
    good.delete(token);
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['ES256'],
        issuer,
        audience,
        requiredClaims: ['sub', 'exp'],
      });
      // The library counts whole seconds; a short lifetime is spent to the millisecond.
      const untilMs = (payload.exp ?? 0) * 1_000;
      if (untilMs <= Date.now()) return undefined;
      if (good.size >= remembered) good.clear();
      good.set(token, { claims: payload, untilMs });
      return payload;
    } catch {
      // Whatever is wrong with it, it proves nothing; the caller learns no more than that.
      return undefined;
    }
  };
}
