import { z } from 'zod';
import type { ArchiveFiles } from './archive.ts';
import type { BundleKeys } from './bundle-keys.ts';
import { signaturesPath } from './bundle-format.ts';
import { BundleRejected } from './rejected.ts';
import { verifyToken } from './token.ts';

/** What a believed key signed. */
export interface VerifiedSignature {
  /** SHA-256 in hex of every file, by its path. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly keyId: string;
}

const signaturesSchema = z.object({
  signatures: z.array(z.string()),
  // OPA lets others verify in its stead, by name; nobody does so here.
  plugin: z.enum(['', '_default']).optional(),
});
const payloadSchema = z.object({
  files: z.array(z.object({ name: z.string(), hash: z.hex(), algorithm: z.literal('SHA-256') })),
  scope: z.string().default(''),
});

/**
 * Reads the one signature of a bundle and verifies it.
 * @throws BundleRejected `unsigned`, `no-key-id`, `unknown-key`, `bad-signature` or `wrong-scope`
 */
export async function verifySignature(files: ArchiveFiles, keys: BundleKeys): Promise<VerifiedSignature> {
  const { payload, keyId, key } = await verifyToken(tokenOf(files), keys);
  const signed = payloadSchema.safeParse(payload);
  if (!signed.success) throw new BundleRejected('bad-signature', z.prettifyError(signed.error));
  const { files: listed, scope } = signed.data;
  if (scope !== key.scope)
    throw new BundleRejected('wrong-scope', `signed for "${scope}", not for "${key.scope}"`);
  const hashes = new Map(listed.map(({ name, hash }) => [name, hash.toLowerCase()]));
  if (hashes.size < listed.length) throw new BundleRejected('bad-signature', 'a file is listed twice');
  return { hashes, keyId };
}

function tokenOf(files: ArchiveFiles): string {
  const file = files.get(signaturesPath);
  if (file === undefined) throw new BundleRejected('unsigned', `it has no ${signaturesPath}`);
  const parsed = signaturesSchema.safeParse(parseJson(file));
  if (!parsed.success)
    throw new BundleRejected('bad-signature', `${signaturesPath}: ${z.prettifyError(parsed.error)}`);
  const [token, another] = parsed.data.signatures;
  if (token === undefined) throw new BundleRejected('unsigned', 'there is no signature');
  if (another !== undefined) throw new BundleRejected('bad-signature', 'there is more than one signature');
  return token;
}

/** Undefined for what is no JSON, which no schema takes. */
function parseJson(file: Buffer): unknown {
  try {
    return JSON.parse(file.toString('utf8'));
  } catch {
    return undefined;
  }
}
