import { z } from 'zod';
import type { BundleKeys } from '../bundle/bundle-keys.ts';
import { verifyToken } from '../bundle/token.ts';
import type { Confirmation } from './confirmation-rule.ts';
import { NotConfirmed } from './not-confirmed.ts';

/** Header in which every 200 and 304 of the bundle service says, signed, which bundle it serves. */
export const confirmationHeader = 'authz-confirmation';

const confirmation = z.object({
  etag: z.string().min(1),
  revision: z.int().positive(),
  at: z.number().nonnegative(),
});

/**
 * Reads what the bundle service signed.
 * @param token a compact JWS; undefined where the answer had none
 * @throws NotConfirmed `unconfirmed` or `untrusted-confirmation`
 */
export async function readConfirmation(token: string | undefined, keys: BundleKeys): Promise<Confirmation> {
  if (token === undefined) throw new NotConfirmed('unconfirmed', 'the answer says nothing that is signed');
  try {
    return confirmation.parse((await verifyToken(token, keys)).payload);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NotConfirmed('untrusted-confirmation', why, { cause });
  }
}
