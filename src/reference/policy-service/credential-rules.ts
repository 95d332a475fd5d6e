import type { JWTPayload } from 'jose';
import type { BehaviourLease } from '../service/behaviour.ts';

/**
 * Whether a workload with a good credential is let in: not once it is revoked, and since a rotation only with a credential
 * that was issued after it. `iat` may have a fraction (RFC 7519, NumericDate), and needs one to be told from the moment of the rotation.
 */
export function isLetIn({ iat }: JWTPayload, lease: BehaviourLease): boolean {
  const kind = lease.current()?.kind;
  if (kind === 'credential-revoked') return false;
  if (kind !== 'credential-rotated') return true;
  const rotatedAt = lease.since()?.getTime() ?? Number.NEGATIVE_INFINITY;
  return iat !== undefined && Math.round(iat * 1_000) >= rotatedAt;
}
