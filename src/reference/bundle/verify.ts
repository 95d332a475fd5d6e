import { takeTurns } from '../service/take-turns.ts';
import { unpackArchive, type ArchiveFiles } from './archive.ts';
import type { BundleKeys } from './bundle-keys.ts';
import { hashFile, isDocument, nameOf, patchFile, signaturesPath, yamlDataFiles } from './bundle-format.ts';
import { readContent, type BundleContent } from './content.ts';
import { BundleRejected } from './rejected.ts';
import { verifySignature } from './signature.ts';

/** A bundle whose every file was signed by one of the keys that were asked for. */
export interface VerifiedBundle extends BundleContent {
  /** The key that signed it. */
  readonly keyId: string;
}

/**
 * Longest documents that are read, in bytes. They are parsed in one go, and before it is known whether they are what was
 * signed: whoever stands on the way could have decisions wait for that.
 */
const longest = { signatures: 4 * 1024 * 1024, document: 1024 * 1024 } as const;

/** Longest stretch of the only thread that hashing takes from the requests. */
const longestTurnMs = 2;

/**
 * Unpacks and verifies a bundle: signed by one of `keys`, every file listed with its hash, nothing unlisted, nothing
 * missing, and the ledger's. An unsigned bundle is never accepted. Whether the revision may be activated is not asked here.
 * @throws BundleRejected with the code of what is wrong with it
 */
export async function verifyBundle(archive: Buffer, keys: BundleKeys): Promise<VerifiedBundle> {
  const files = await unpackArchive(archive);
  refuseUnverifiable(files);
  const { hashes, keyId } = await verifySignature(files, keys);
  await compare(files, hashes);
  return { ...readContent(files), keyId };
}

function refuseUnverifiable(files: ArchiveFiles): void {
  for (const [path, { length }] of files) {
    const name = nameOf(path);
    if (name === patchFile) throw new BundleRejected('delta', `${path} changes a bundle and is none`);
    if (yamlDataFiles.includes(name))
      throw new BundleRejected('malformed-archive', `${path} is YAML, and data is read as JSON only`);
    const limit = path === signaturesPath ? longest.signatures : longest.document;
    if ((path === signaturesPath || isDocument(path)) && length > limit)
      throw new BundleRejected('too-big', `${path} has ${length} bytes, and ${limit} are read`);
  }
}

async function compare(files: ArchiveFiles, hashes: ReadonlyMap<string, string>): Promise<void> {
  const turn = takeTurns(longestTurnMs);
  for (const [path, content] of files) {
    if (path === signaturesPath) continue;
    await turn();
    const hash = hashes.get(path);
    if (hash === undefined) throw new BundleRejected('unlisted-file', `${path} is not signed`);
    if (hash !== hashOf(path, content))
      throw new BundleRejected('altered-file', `${path} is not what was signed`);
  }
  for (const path of hashes.keys())
    if (!files.has(path) || path === signaturesPath)
      throw new BundleRejected('missing-file', `${path} was signed and is missing`);
}

function hashOf(path: string, content: Buffer): string | undefined {
  try {
    return hashFile(path, content);
  } catch (error) {
    // A document that cannot be read has no hash, so nobody can have signed it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
