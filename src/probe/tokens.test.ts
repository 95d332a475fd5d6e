import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CryptoKey } from 'jose';
import { exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTokens } from './tokens.ts';

let folder = '';
let publicKey: CryptoKey;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authz-drill-tokens-'));
  const pair = await generateKeyPair('ES256', { extractable: true });
  publicKey = pair.publicKey;
  await writeFile(
    join(folder, 'key.json'),
    JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid: 'k1' }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

function target(lifetimeMs = 60_000): Parameters<typeof openTokens>[0] {
  return {
    id: 'ledger',
    folder,
    credentials: { keyFile: 'key.json', issuer: 'https://issuer.example', audience: 'ledger', lifetimeMs },
    subjects: { alice: { roles: ['approver'] }, copilot: { sub: 'agent-7', act: { sub: 'alice' } } },
  };
}

describe('tokens', () => {
  it('are signed and say who, from whom, for whom and for how long', async () => {
    const tokens = await openTokens(target());
    const { payload, protectedHeader } = await jwtVerify(await tokens.bearer('alice'), publicKey, {
      issuer: 'https://issuer.example',
      audience: 'ledger',
    });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'k1' });
    expect(payload).toMatchObject({ sub: 'alice', roles: ['approver'] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it('carry the claims that the target names, the subject too', async () => {
    const tokens = await openTokens(target());
    const { payload } = await jwtVerify(await tokens.bearer('copilot'), publicKey);
    expect(payload).toMatchObject({ sub: 'agent-7', act: { sub: 'alice' } });
  });

  it('are kept for half of their lifetime', async () => {
    const tokens = await openTokens(target());
    const start = performance.now();
    const clock = vi.spyOn(performance, 'now');
    try {
      clock.mockReturnValue(start);
      const first = await tokens.bearer('alice');
      clock.mockReturnValue(start + 29_999);
      expect(await tokens.bearer('alice')).toBe(first);
      clock.mockReturnValue(start + 30_000);
      expect(await tokens.bearer('alice')).not.toBe(first);
    } finally {
      clock.mockRestore();
    }
  });

  it('are refused for an unknown subject, and without a private key', async () => {
    const tokens = await openTokens(target());
    await expect(tokens.bearer('nobody')).rejects.toThrow('no subject "nobody"');
    await writeFile(join(folder, 'public.json'), JSON.stringify(await exportJWK(publicKey)));
    const { credentials, ...rest } = target();
    await expect(
      openTokens({ ...rest, credentials: { ...credentials, keyFile: 'public.json' } }),
    ).rejects.toThrow('public.json holds no private JWK');
  });
});
