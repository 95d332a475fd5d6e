import type { JWK } from 'jose';
import { hashFile, signaturesPath } from '../bundle-format.ts';
import { signToken } from '../token.ts';

/** The files with this signature over them, to be packed in that order. */
export async function signedBy(
  files: ReadonlyMap<string, Buffer>,
  key: JWK,
  claims: object = {},
): Promise<Map<string, Buffer>> {
  const token = await signToken({ files: listOf(files), ...claims }, key);
  return new Map([[signaturesPath, signaturesFile(token)], ...files]);
}

/** What a signature says of these files. */
export function listOf(files: ReadonlyMap<string, Buffer>): readonly object[] {
  return [...files].map(([name, content]) => ({
    name,
    hash: hashFile(name, content),
    algorithm: 'SHA-256',
  }));
}

/** A `.signatures.json` with these tokens. */
export function signaturesFile(...tokens: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify({ signatures: tokens }));
}
