import { z } from 'zod';
import type { PolicyFiles } from '../engine/engine.ts';
import { unpackArchive, type ArchiveFiles } from './archive.ts';
import type { BundleKeys } from './bundle-keys.ts';
import { bundleRoot, hashFile, manifestPath, patchFile, signaturesPath } from './bundle-format.ts';
import { BundleRejected } from './rejected.ts';
import { verifyToken } from './token.ts';

/** A bundle whose every byte was signed by one of the keys that were asked for. */
export interface VerifiedBundle {
  readonly revision: number;
  /** Policies and data by their path below the root. */
  readonly policies: PolicyFiles;
  /** The key that signed it. */
  readonly keyId: string;
}

const signaturesSchema = z.object({ signatures: z.array(z.string()) });
const payloadSchema = z.object({
  files: z.array(z.object({ name: z.string(), hash: z.string(), algorithm: z.literal('SHA-256') })),
  scope: z.string().default(''),
});
const manifestSchema = z.object({
  revision: z.string().regex(/^[1-9]\d{0,14}$/, 'must be a whole number from 1'),
  roots: z.array(z.string()).default(['']),
});

/**
 * Unpacks and verifies a bundle: signed by one of `keys`, every file listed with its hash, nothing unlisted, nothing
 * missing. An unsigned bundle is never accepted. Whether the revision may be activated is not asked here.
 * @throws BundleRejected with the code of what is wrong with it
 */
export async function verifyBundle(archive: Buffer, keys: BundleKeys): Promise<VerifiedBundle> {
  const files = await unpackArchive(archive);
  for (const name of files.keys())
    if (name.split('/').at(-1) === patchFile)
      throw new BundleRejected('delta', `${name} changes a bundle and is none`);
  const { hashes, keyId } = await readSignature(files, keys);
  compare(files, hashes);
  return { revision: readRevision(files), policies: policiesOf(files), keyId };
}

async function readSignature(
  files: ArchiveFiles,
  keys: BundleKeys,
): Promise<{ hashes: ReadonlyMap<string, string>; keyId: string }> {
  const file = files.get(signaturesPath);
  if (file === undefined) throw new BundleRejected('unsigned', `it has no ${signaturesPath}`);
  const { signatures } = read(signaturesSchema, file, 'bad-signature', signaturesPath);
  const [token] = signatures;
  if (token === undefined) throw new BundleRejected('unsigned', 'there is no signature');
  if (signatures.length > 1) throw new BundleRejected('bad-signature', 'there is more than one signature');
  const { payload, keyId, key } = await verifyToken(token, keys);
  const signed = payloadSchema.safeParse(payload);
  if (!signed.success) throw new BundleRejected('bad-signature', z.prettifyError(signed.error));
  if (signed.data.scope !== key.scope)
    throw new BundleRejected('wrong-scope', `signed for "${signed.data.scope}", not for "${key.scope}"`);
  return { hashes: new Map(signed.data.files.map(({ name, hash }) => [name, hash])), keyId };
}

function compare(files: ArchiveFiles, hashes: ReadonlyMap<string, string>): void {
  for (const [name, content] of files) {
    if (name === signaturesPath) continue;
    const hash = hashes.get(name);
    if (hash === undefined) throw new BundleRejected('unlisted-file', `${name} is not signed`);
    if (hash !== hashOf(name, content))
      throw new BundleRejected('altered-file', `${name} is not what was signed`);
  }
  for (const name of hashes.keys())
    if (!files.has(name) || name === signaturesPath)
      throw new BundleRejected('missing-file', `${name} was signed and is missing`);
}

function hashOf(name: string, content: Buffer): string | undefined {
  try {
    return hashFile(name, content);
  } catch (error) {
    // A document that cannot be read has no hash, so nobody can have signed it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readRevision(files: ArchiveFiles): number {
  const file = files.get(manifestPath);
  if (file === undefined) throw new BundleRejected('malformed-manifest', `it has no ${manifestPath}`);
  const { revision, roots } = read(manifestSchema, file, 'malformed-manifest', manifestPath);
  if (roots.length !== 1 || roots[0] !== bundleRoot)
    throw new BundleRejected(
      'wrong-roots',
      `its roots are ${JSON.stringify(roots)}, not ${bundleRoot} alone`,
    );
  return Number(revision);
}

function policiesOf(files: ArchiveFiles): PolicyFiles {
  const prefix = `${bundleRoot}/`;
  const policies = new Map<string, string>();
  for (const [path, content] of files) {
    if (path === manifestPath || path === signaturesPath) continue;
    if (!path.startsWith(prefix))
      throw new BundleRejected('wrong-roots', `${path} is not below ${bundleRoot}`);
    policies.set(path.slice(prefix.length), content.toString('utf8'));
  }
  return policies;
}

function read<T>(
  schema: z.ZodType<T>,
  file: Buffer,
  code: 'bad-signature' | 'malformed-manifest',
  name: string,
): T {
  const parsed = schema.safeParse(parseJson(file));
  if (parsed.success) return parsed.data;
  throw new BundleRejected(code, `${name}: ${z.prettifyError(parsed.error)}`);
}

/** Undefined for what is no JSON, which no schema takes. */
function parseJson(file: Buffer): unknown {
  try {
    return JSON.parse(file.toString('utf8'));
  } catch {
    return undefined;
  }
}
