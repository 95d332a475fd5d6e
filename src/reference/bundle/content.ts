import { z } from 'zod';
import { isBinary, type PolicyFiles } from '../engine/policy-files.ts';
import type { ArchiveFiles } from './archive.ts';
import { bundleRoot, dataFile, decodeText, manifestPath, signaturesPath } from './bundle-format.ts';
import { canonicalMembers } from './canonical-json.ts';
import { BundleRejected } from './rejected.ts';

/** What is in a bundle. */
export interface BundleContent {
  readonly revision: number;
  /** Policies and data by their path below the root. */
  readonly policies: PolicyFiles;
}

const manifestSchema = z.object({
  revision: z.string().regex(/^[1-9]\d{0,14}$/, 'must be a whole number from 1'),
  roots: z.array(z.string()).default(['']),
});

/**
 * Reads files whose signature was verified: they must be the ledger's and nobody else's.
 * @throws BundleRejected `malformed-manifest`, `wrong-roots` or `malformed-archive`
 */
export function readContent(files: ArchiveFiles): BundleContent {
  const revision = readRevision(files);
  const policies = new Map<string, string>();
  const add = (path: string, text: string): void => {
    if (policies.has(path)) throw new BundleRejected('malformed-archive', `there are two ${path}`);
    policies.set(path, text);
  };
  for (const [path, content] of files) {
    if (path === manifestPath || path === signaturesPath) continue;
    const text = textOf(path, content);
    if (path === dataFile) for (const [set, data] of dataOfSets(text)) add(`${set}/${dataFile}`, data);
    else add(pathBelowRoot(path), text);
  }
  return { revision, policies };
}

function readRevision(files: ArchiveFiles): number {
  const file = files.get(manifestPath);
  if (file === undefined) throw new BundleRejected('malformed-manifest', `it has no ${manifestPath}`);
  // It is JSON, or it could not have been hashed.
  const parsed = manifestSchema.safeParse(JSON.parse(file.toString('utf8')));
  if (!parsed.success) throw new BundleRejected('malformed-manifest', z.prettifyError(parsed.error));
  const roots = parsed.data.roots.map((root) => root.replaceAll(/^\/+|\/+$/g, ''));
  if (roots.length !== 1 || roots[0] !== bundleRoot)
    throw new BundleRejected(
      'wrong-roots',
      `its roots are ${JSON.stringify(roots)}, not ${bundleRoot} alone`,
    );
  return Number(parsed.data.revision);
}

function pathBelowRoot(path: string): string {
  const prefix = `${bundleRoot}/`;
  if (!path.startsWith(prefix)) throw new BundleRejected('wrong-roots', `${path} is not below ${bundleRoot}`);
  return path.slice(prefix.length);
}

/** `opa build` writes all data into one document, where that of a set is at `<root>.<set>`. */
function dataOfSets(text: string): ReadonlyMap<string, string> {
  const documents = canonicalMembers(text);
  for (const root of documents?.keys() ?? [])
    if (root !== bundleRoot)
      throw new BundleRejected('wrong-roots', `it has data of ${root}, not of ${bundleRoot}`);
  const sets = canonicalMembers(documents?.get(bundleRoot) ?? '{}');
  for (const [set, data] of sets ?? [])
    if (!data.startsWith('{'))
      throw new BundleRejected('malformed-archive', `${set} is data of no policy set`);
  if (documents === undefined || sets === undefined)
    throw new BundleRejected('malformed-archive', `${dataFile} is no JSON object of objects`);
  return sets;
}

function textOf(path: string, content: Buffer): string {
  if (isBinary(path)) return content.toString('base64');
  try {
    return decodeText(content);
  } catch (cause) {
    throw new BundleRejected('malformed-archive', `${path} is no text`, { cause });
  }
}
