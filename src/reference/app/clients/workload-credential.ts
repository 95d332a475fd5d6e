import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';
import { workloadAudience, workloadIssuer } from '../../service/workload.ts';

/** The token by which a replica proves itself to the policy service, and what becomes of it. */
export interface WorkloadCredential {
  /** A token that is good for a while yet. */
  current(): Promise<string>;
  /** Says that this token was refused. Unless it has been replaced already, a new one takes its place. */
  refused(token: string): void;
}

/** Whose tokens, and how long each of them is valid. */
interface CredentialOptions {
  readonly key: JWK;
  readonly replica: string;
  readonly lifetimeMs: number;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

/** Shortest time between two tokens when they are refused: a service that refuses them all gets no storm of new ones. */
const renewalPauseMs = 1_000;

/**
 * Mints short-lived tokens. A new one is due when half of the lifetime is over, measured by the monotonic clock, so
 * that none expires on its way; and when one was refused, because a credential can be taken back before its time.
 */
export async function createWorkloadCredential({
  key,
  replica,
  lifetimeMs,
  now = () => performance.now(),
}: CredentialOptions): Promise<WorkloadCredential> {
  const privateKey = await importJWK(key, 'ES256');
  // Times to the millisecond: a credential of this second may be older than a rotation of this second.
  const mint = (): Promise<string> =>
    new SignJWT()
      .setProtectedHeader({ alg: 'ES256', ...(key.kid === undefined ? {} : { kid: key.kid }) })
      .setSubject(`ledger/${replica}`)
      .setIssuer(workloadIssuer)
      .setAudience(workloadAudience)
      .setJti(randomUUID())
      .setIssuedAt(Date.now() / 1_000)
      .setExpirationTime((Date.now() + lifetimeMs) / 1_000)
      .sign(privateKey);

  let token = await mint();
  let mintedAt = now();
  let minting: Promise<string> | undefined;

  /** One at a time: who comes while a token is being made gets that one. */
  function renew(): Promise<string> {
    minting ??= mint()
      .then((minted) => {
        token = minted;
        mintedAt = now();
        return minted;
      })
      .finally(() => (minting = undefined));
    return minting;
  }

  return {
    async current() {
      return minting ?? (now() - mintedAt >= lifetimeMs / 2 ? renew() : token);
    },
    refused(one) {
      if (one === token && now() - mintedAt >= renewalPauseMs) mintedAt = -Infinity;
    },
  };
}
