import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSecretFields, fieldRedactor, redactText } from './redact.ts';

const base64url = fc.stringMatching(/^[A-Za-z0-9_-]{12,40}$/);
const jwt = fc
  .tuple(base64url, base64url, base64url)
  .map(([header, body, mac]) => `eyJ${header}.eyJ${body}.${mac}`);

describe('redacting text', () => {
  it('blanks every JWT wherever it stands', () => {
    fc.assert(
      fc.property(jwt, fc.string(), fc.string(), (token, before, after) => {
        const line = JSON.stringify({ reason: `${before}\n${token} ${after}` });
        expect(redactText(line)).not.toContain(token.split('.')[1]);
        expect(() => JSON.parse(redactText(line))).not.toThrow();
      }),
    );
  });

  it('blanks an opaque bearer token and keeps the scheme', () => {
    expect(redactText('authorization: Bearer 7f3a9c2e51d0 sent')).toBe(
      'authorization: Bearer [redacted] sent',
    );
  });

  it('blanks a private key in PEM, also one that is cut off', () => {
    const pem = '-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEE\\n-----END EC PRIVATE KEY-----';
    expect(redactText(`key ${pem} end`)).toBe('key [redacted] end');
    expect(redactText(`key ${pem.slice(0, 40)}`)).toBe('key [redacted]');
  });

  it('leaves ordinary text as it is', () => {
    for (const text of [
      'no policy permits it',
      'eyJ is how a JWT starts',
      'the bearer is bob',
      'r0.policy-service ok',
    ])
      expect(redactText(text)).toBe(text);
  });
});

describe('redacting fields', () => {
  it('finds a field at any depth and in any spelling', () => {
    expect(
      redact({ plan: { headers: { 'X-API-Key': 'k', set_cookie: ['a', 'b'], Authorization: 'Basic x' } } }),
    ).toEqual({
      plan: {
        headers: {
          'X-API-Key': '[redacted]',
          set_cookie: ['[redacted]', '[redacted]'],
          Authorization: '[redacted]',
        },
      },
    });
  });

  it('takes further fields', () => {
    expect(redact({ iban: 'DE02', amount: 3 }, ['iban'])).toEqual({ iban: '[redacted]', amount: 3 });
  });

  it('keeps the public half of a JWK only', () => {
    expect(redact({ key: { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'secret' } })).toEqual({
      key: { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: '[redacted]' },
    });
  });

  it('keeps a structure that happens to have a secret-sounding name', () => {
    expect(redact({ obligations: { password: { hide: ['/password'] } } })).toEqual({
      obligations: { password: { hide: ['/password'] } },
    });
  });
});

function redact(value: unknown, fields = defaultSecretFields): unknown {
  return JSON.parse(JSON.stringify(value, fieldRedactor(fields)));
}
