import { compactVerify, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { PolicyFiles } from '../engine/engine.ts';
import { unpackArchive, type ArchiveFiles } from './archive.ts';
import { bundleRoot, hashFile, manifestPath, signaturesPath } from './bundle-format.ts';

/** A bundle whose every byte was signed by the key that was asked for. */
export interface VerifiedBundle {
  readonly revision: number;
  readonly policies: PolicyFiles;
}

/** A bundle that must not be believed, with the reason. */
export class BundleRejected extends Error {
  override readonly name = 'BundleRejected';
}

const signaturesSchema = z.object({ signatures: z.tuple([z.string()]) });
const payloadSchema = z.object({
  files: z.array(z.object({ name: z.string(), hash: z.string(), algorithm: z.literal('SHA-256') })),
});
const manifestSchema = z.object({
  revision: z.string().regex(/^[1-9]\d{0,14}$/, 'must be a whole number from 1'),
  roots: z.tuple([z.literal(bundleRoot)]),
});

/**
 * Unpacks and verifies a bundle: signed by `key`, every file listed with its hash, nothing unlisted, nothing missing.
 * An unsigned bundle is never accepted. Whether the revision may be activated is not asked here.
 * @throws BundleRejected
 */
export async function verifyBundle(archive: Buffer, key: JWK): Promise<VerifiedBundle> {
  try {
    const files = await unpackArchive(archive);
    await verifySignature(files, key);
    const manifest = manifestSchema.parse(JSON.parse(text(files, manifestPath)));
    return { revision: Number(manifest.revision), policies: policiesOf(files) };
  } catch (cause) {
    throw new BundleRejected(`bundle rejected: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

async function verifySignature(files: ArchiveFiles, key: JWK): Promise<void> {
  const { signatures } = signaturesSchema.parse(JSON.parse(text(files, signaturesPath)));
  // The algorithm is ours to say, never the token's.
  const { payload, protectedHeader } = await compactVerify(signatures[0], await importJWK(key, 'ES256'), {
    algorithms: ['ES256'],
  });
  if (protectedHeader.kid !== key.kid)
    throw new Error(`signed by key ${protectedHeader.kid ?? 'without id'}, not ${key.kid ?? 'without id'}`);
  const listed = new Map(
    payloadSchema
      .parse(JSON.parse(Buffer.from(payload).toString('utf8')))
      .files.map((file) => [file.name, file.hash]),
  );
  for (const [name, content] of files) {
    if (name === signaturesPath) continue;
    const hash = listed.get(name);
    if (hash === undefined) throw new Error(`${name} is not signed`);
    if (hash !== hashFile(name, content)) throw new Error(`${name} is not what was signed`);
    listed.delete(name);
  }
  const [missing] = listed.keys();
  if (missing !== undefined) throw new Error(`${missing} was signed and is missing`);
}

function policiesOf(files: ArchiveFiles): PolicyFiles {
  const prefix = `${bundleRoot}/`;
  return new Map(
    [...files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, content]) => [path.slice(prefix.length), content.toString('utf8')]),
  );
}

function text(files: ArchiveFiles, path: string): string {
  const content = files.get(path);
  if (content === undefined) throw new Error(`it has no ${path}`);
  return content.toString('utf8');
}
