/** What stands in a journal where a secret would have been. */
const redacted = '[redacted]';

/** Fields whose value is never journalled, whatever it looks like; compared without case, `-` and `_`. */
export const defaultSecretFields: readonly string[] = [
  'authorization',
  'proxyAuthorization',
  'cookie',
  'setCookie',
  'xApiKey',
  'apiKey',
  'password',
  'passphrase',
  'secret',
  'clientSecret',
  'accessToken',
  'refreshToken',
  'idToken',
  'privateKey',
];

// A cheap look before the replacing: nearly no line holds a secret.
const hint = /eyJ|bearer\s|PRIVATE KEY/i;
// Nothing is asked of what stands before it: in JSON that may be the `n` of a line feed.
// RFC 7519: three base64url parts, the first of which is a JSON object (`{"` is `eyJ`); RFC 6750: a b64token after `Bearer`.
const jwt = /eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)+/g;
const bearer = /\b(bearer)(\s+)[\w.~+/-]{8,}=*/gi;
const pem = /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs;

/** Blanks everything in a text that looks like a JWT, a bearer token or a private key. */
export function redactText(text: string): string {
  if (!hint.test(text)) return text;
  return text.replace(pem, redacted).replace(jwt, redacted).replace(bearer, `$1$2${redacted}`);
}

/**
 * A replacer for `JSON.stringify` that blanks the named fields at any depth, and every private JWK (an object
 * with `kty` keeps its public half: RFC 7517 and 7518 name the private members).
 */
export function fieldRedactor(fields: readonly string[]): (key: string, value: unknown) => unknown {
  const secret = new Set(fields.map(bare));
  return (key, value) => {
    if (secret.has(bare(key))) {
      // What a secret field is made of may be a map with names of its own, such as declarations by field.
      if (Array.isArray(value)) return value.map(() => redacted);
      if (typeof value === 'string' || typeof value === 'number') return redacted;
    }
    return isJwk(value) ? withoutPrivateMembers(value) : value;
  };
}

const privateMembers = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

function withoutPrivateMembers(jwk: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(jwk).map(([member, value]) => [member, privateMembers.has(member) ? redacted : value]),
  );
}

function isJwk(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'kty' in value && typeof value.kty === 'string';
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}
