import type { JWK } from 'jose';
import { bytesOf, type PolicyFiles } from '../engine/policy-files.ts';
import { packArchive, type ArchiveFiles } from './archive.ts';
import {
  bundleRoot,
  hashFile,
  manifestPath,
  signaturesPath,
  type Manifest,
  type SignaturePayload,
} from './bundle-format.ts';
import { signToken } from './token.ts';

/**
 * Builds and signs a bundle of these policies and data under this revision.
 * @param signingKey a private key with `kid` and `alg` (ES256, RS256 or EdDSA)
 */
export async function buildBundle(content: PolicyFiles, revision: number, signingKey: JWK): Promise<Buffer> {
  return packArchive(await signFiles(layOut(content, revision), signingKey));
}

/** The files of a bundle, not signed yet. */
export function layOut(content: PolicyFiles, revision: number): ArchiveFiles {
  const manifest: Manifest = { revision: String(revision), roots: [bundleRoot] };
  const files = new Map([[manifestPath, Buffer.from(JSON.stringify(manifest))]]);
  for (const [path, text] of content) files.set(`${bundleRoot}/${path}`, bytesOf(path, text));
  return files;
}

/** These files with a signature over every one of them. */
export async function signFiles(files: ArchiveFiles, signingKey: JWK): Promise<ArchiveFiles> {
  const payload: SignaturePayload = {
    files: [...files].map(([name, content]) => ({
      name,
      hash: hashFile(name, content),
      algorithm: 'SHA-256',
    })),
  };
  const signatures = { signatures: [await signToken(payload, signingKey)] };
  return new Map([[signaturesPath, Buffer.from(JSON.stringify(signatures))], ...files]);
}
