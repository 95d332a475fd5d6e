import { importJWK, SignJWT, type JWK } from 'jose';
import { workloadAudience, workloadIssuer } from '../../service/workload.ts';

/**
 * Mints the short-lived token by which this replica proves itself to the policy service. A new one is minted
 * when half of the lifetime is over, so that none ever expires on its way.
 */
export async function createWorkloadCredential(
  key: JWK,
  replica: string,
  lifetimeMs: number,
): Promise<() => Promise<string>> {
  const privateKey = await importJWK(key, 'ES256');
  const mint = (): Promise<string> =>
    new SignJWT()
      .setProtectedHeader({ alg: 'ES256', ...(key.kid === undefined ? {} : { kid: key.kid }) })
      .setSubject(`ledger/${replica}`)
      .setIssuer(workloadIssuer)
      .setAudience(workloadAudience)
      .setIssuedAt()
      .setExpirationTime(new Date(Date.now() + lifetimeMs))
      .sign(privateKey);
  let token = mint();
  let renewAt = performance.now() + lifetimeMs / 2;
  return () => {
    if (performance.now() >= renewAt) {
      token = mint();
      renewAt = performance.now() + lifetimeMs / 2;
    }
    return token;
  };
}
