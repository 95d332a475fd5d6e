import { CompactSign, importJWK, type JWK } from 'jose';
import type { PolicyFiles } from '../engine/engine.ts';
import { packArchive } from './archive.ts';
import {
  bundleRoot,
  hashFile,
  manifestPath,
  signaturesPath,
  type Manifest,
  type SignaturePayload,
} from './bundle-format.ts';

/** Builds and signs a bundle of these policies under this revision. */
export async function buildBundle(policies: PolicyFiles, revision: number, signingKey: JWK): Promise<Buffer> {
  const manifest: Manifest = { revision: String(revision), roots: [bundleRoot] };
  const files = new Map([[manifestPath, Buffer.from(JSON.stringify(manifest))]]);
  for (const [path, text] of policies) files.set(`${bundleRoot}/${path}`, Buffer.from(text));
  const signatures = { signatures: [await sign(files, signingKey)] };
  return packArchive(new Map([[signaturesPath, Buffer.from(JSON.stringify(signatures))], ...files]));
}

async function sign(files: ReadonlyMap<string, Buffer>, signingKey: JWK): Promise<string> {
  const payload: SignaturePayload = {
    files: [...files].map(([name, content]) => ({
      name,
      hash: hashFile(name, content),
      algorithm: 'SHA-256',
    })),
  };
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({
      alg: 'ES256',
      typ: 'JWT',
      ...(signingKey.kid === undefined ? {} : { kid: signingKey.kid }),
    })
    .sign(await importJWK(signingKey, 'ES256'));
}
