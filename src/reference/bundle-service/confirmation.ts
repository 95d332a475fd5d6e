import type { JWK } from 'jose';
import { signToken } from '../bundle/token.ts';

/** Header in which every answer that serves or confirms a bundle says, signed, which one that is. */
export const confirmationHeader = 'authz-confirmation';

/** Signs that a bundle is the one that is served now. */
export type Confirm = (bundle: { readonly etag: string; readonly revision: number }) => Promise<string>;

/**
 * Makes confirmations: compact JWS over `{"etag","revision","at"}`, `at` in milliseconds of the wall clock. No two of
 * them are of the same moment, so that of any two answers everybody can tell which is the later.
 * @param signingKey the key that is current when something is confirmed
 */
export function createConfirm(signingKey: () => JWK, now: () => number = Date.now): Confirm {
  let last = 0;
  return ({ etag, revision }) => {
    last = Math.max(now(), last + 1);
    return signToken({ etag, revision, at: last }, signingKey());
  };
}
