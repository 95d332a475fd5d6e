import { createHash } from 'node:crypto';

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
/** Root of everything in the ledger's bundle. */
export const bundleRoot = 'ledger';

/**
 * SHA-256 of a file as OPA takes it: of structured documents the canonical JSON (keys sorted, no white space),
 * of everything else the bytes.
 */
export function hashFile(path: string, content: Buffer): string {
  const structured = ['.manifest', 'data.json'].includes(path.split('/').at(-1) ?? '');
  const bytes = structured ? canonicalJson(JSON.parse(content.toString('utf8'))) : content;
  return createHash('sha256').update(bytes).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}
