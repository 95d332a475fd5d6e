import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/**
 * A policy bundle in the format of Open Policy Agent: a gzipped tar of `.manifest`, `.signatures.json` and the
 * policy files. Source: the OPA documentation, "Bundles", and the sources of its `bundle` package.
 */
export interface Manifest {
  /** Here always a whole number from 1, written as text. */
  readonly revision: string;
  /** Folders that the bundle owns. */
  readonly roots: readonly string[];
}

/** The payload of the one token in `.signatures.json`. */
export interface SignaturePayload {
  readonly files: readonly SignedFile[];
}

/** A file by its path in the archive, with its hash in hex. */
interface SignedFile {
  readonly name: string;
  readonly hash: string;
  readonly algorithm: 'SHA-256';
}

/** Where the manifest is in the archive. */
export const manifestPath = '.manifest';
/** Where the signature is in the archive; the only file that is not signed. */
export const signaturesPath = '.signatures.json';
/** A file of this name makes a bundle a change to another one, which is never verified by OPA and never accepted here. */
export const patchFile = 'patch.json';
/** Name of a document of data: what is in it belongs to the path of its folder. */
export const dataFile = 'data.json';
/** The same in YAML, which OPA hashes by a reading of its own. */
export const yamlDataFiles: readonly string[] = ['data.yaml', 'data.yml'];
/** Root of everything in the ledger's bundle. */
export const bundleRoot = 'ledger';

/**
 * SHA-256 of a file as OPA takes it: of structured documents the canonical JSON, of everything else the bytes.
 * @throws SyntaxError when it is a structured document and no JSON in UTF-8
 */
export function hashFile(path: string, content: Buffer): string {
  return createHash('sha256')
    .update(isDocument(path) ? canonicalJson(decodeText(content)) : content)
    .digest('hex');
}

/** Tells whether OPA takes a file for a structured document. */
export function isDocument(path: string): boolean {
  return [manifestPath, dataFile].includes(nameOf(path));
}

/** Name of a file without its folders. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** @throws SyntaxError when these bytes are no UTF-8 */
export function decodeText(content: Buffer): string {
  if (!isUtf8(content)) throw new SyntaxError('no UTF-8');
  return content.toString('utf8');
}
