import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { readKey } from '../../service/fixtures.ts';
import { createTokenCheck } from '../../service/token-check.ts';
import { workloadAudience, workloadIssuer } from '../../service/workload.ts';
import { createTestClock } from '../../testing/clock.ts';
import { createWorkloadCredential } from './workload-credential.ts';

async function credentialOf(lifetimeMs: number) {
  const clock = createTestClock();
  const key = await readKey('workload.private');
  const credential = await createWorkloadCredential({ key, replica: 'r0', lifetimeMs, now: clock.now });
  return { clock, credential };
}

describe('the credential of a replica', () => {
  it('is one that the policy service takes, and says when it was made to the millisecond', async () => {
    const before = Date.now();
    const { credential } = await credentialOf(60_000);
    const token = await credential.current();
    const check = await createTokenCheck({
      key: await readKey('workload.public'),
      issuer: workloadIssuer,
      audience: workloadAudience,
    });
    expect(await check(`Bearer ${token}`)).toMatchObject({ sub: 'ledger/r0' });
    const { iat = 0, exp = 0, jti } = decodeJwt(token);
    expect(Math.round(iat * 1_000)).toBeGreaterThanOrEqual(before);
    expect(Math.round((exp - iat) * 1_000)).toBeLessThanOrEqual(60_001);
    expect(jti).toBeTypeOf('string');
  });

  it('is replaced when half of its life is over, once for everybody', async () => {
    const { clock, credential } = await credentialOf(2_000);
    const first = await credential.current();
    clock.pass(999);
    expect(await credential.current()).toBe(first);
    clock.pass(1);
    const [one, other] = await Promise.all([credential.current(), credential.current()]);
    expect(one).not.toBe(first);
    expect(other).toBe(one);
    expect(await credential.current()).toBe(one);
  });

  it('is replaced when it is refused, though not by every refusal', async () => {
    const { clock, credential } = await credentialOf(900_000);
    clock.pass(60_000);
    const first = await credential.current();
    credential.refused(first);
    credential.refused(first);
    const second = await credential.current();
    expect(second).not.toBe(first);
    // A late refusal of one that is gone is no news.
    credential.refused(first);
    expect(await credential.current()).toBe(second);
  });

  it('is replaced once a second at the most, however often it is refused', async () => {
    const { clock, credential } = await credentialOf(900_000);
    const seen = new Set<string>();
    for (let asked = 0; asked < 50; asked++) {
      const token = await credential.current();
      seen.add(token);
      credential.refused(token);
      clock.pass(100);
    }
    expect(seen.size).toBe(5);
  });
});
