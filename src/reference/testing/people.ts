import { importJWK, SignJWT } from 'jose';
import { readKey } from '../service/fixtures.ts';

/** Token claims of the ledger's people. */
export const people = {
  alice: { type: 'User', roles: ['approver', 'finance'], department: 'finance' },
  bob: { type: 'User', roles: ['clerk'], department: 'sales' },
  carol: { type: 'User', roles: ['auditor'], department: 'audit' },
  mallory: { type: 'User', roles: ['contractor', 'approver'], department: 'external' },
  trent: { type: 'User', roles: ['approver', 'finance'], department: 'finance' },
  // Suspended by the facts that come with the policies, whatever his roles.
  victor: { type: 'User', roles: ['approver', 'finance'], department: 'finance' },
  'svc-billing': { type: 'ServiceAccount', roles: ['billing'] },
  copilot: { type: 'Agent', roles: [], acts_for: 'alice' },
} as const;

export type Person = keyof typeof people;

/** A bearer token for one of them. */
export async function tokenFor(
  person: Person,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const key = await readKey('token-issuer.private');
  const claims = { ...people[person], sub: person, iss: 'https://issuer.ledger.example', aud: 'ledger' };
  return new SignJWT({ ...claims, iat: seconds(), exp: seconds() + 300, ...overrides })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid ?? '' })
    .sign(await importJWK(key, 'ES256'));
}

function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}
