import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { extract } from 'tar-stream';
import { z } from 'zod';
import type { UntrustedVariant } from '../model/fault.ts';

/** What a bundle is held against. */
export interface BundleTrust {
  /** Public keys that verifiers believe, with `kid` and `alg`. */
  readonly keys: readonly JWK[];
  /** Ids of keys that they believed once. */
  readonly retired: readonly string[];
  /** The only root that it may own. */
  readonly root: string;
}

/** What is wrong with a bundle by itself, and which revision it says it is. */
interface BundleReading {
  readonly flaw: UntrustedVariant | undefined;
  readonly revision: number;
}

type Files = ReadonlyMap<string, Buffer>;

const manifestPath = '.manifest';
const signaturesPath = '.signatures.json';
const signatures = z.object({ signatures: z.array(z.string()) });
const listing = z.object({ files: z.array(z.object({ name: z.string(), hash: z.string() })) });
const manifest = z.object({ revision: z.coerce.number(), roots: z.array(z.string()) });

/**
 * Takes a bundle in Open Policy Agent's format apart and says what is wrong with it. It shares no code with the verifiers
 * that are drilled, so that one cannot be blind where the other is.
 * @throws Error where it is whole and in no format that is known
 */
export async function flawOf(archive: Buffer, trust: BundleTrust): Promise<BundleReading> {
  const files = await unpack(archive);
  if (files === undefined) return { flaw: 'truncated', revision: 0 };
  const { revision, roots } = manifest.parse(json(files.get(manifestPath)));
  const isForeign = roots.length !== 1 || roots[0] !== trust.root;
  return { flaw: (await flawOfSignature(files, trust)) ?? (isForeign ? 'foreign' : undefined), revision };
}

async function flawOfSignature(
  files: Files,
  { keys, retired }: BundleTrust,
): Promise<UntrustedVariant | undefined> {
  const signed = files.get(signaturesPath);
  if (signed === undefined) return 'unsigned';
  const [token] = signatures.parse(json(signed)).signatures;
  if (token === undefined) return 'emptied-signature';
  const { kid } = decodeProtectedHeader(token);
  if (kid === undefined) return 'no-key-id';
  const key = keys.find((one) => one.kid === kid);
  if (key === undefined) return retired.includes(kid) ? 'retired-key' : 'unknown-key';
  const payload = await verified(token, key);
  if (payload === undefined) return 'forged-signature';
  return flawOfFiles(
    files,
    new Map(listing.parse(json(payload)).files.map(({ name, hash }) => [name, hash])),
  );
}

function flawOfFiles(files: Files, listed: ReadonlyMap<string, string>): UntrustedVariant | undefined {
  const contents = [...files].filter(([name]) => name !== signaturesPath);
  if (contents.some(([name]) => !listed.has(name))) return 'unlisted';
  if ([...listed.keys()].some((name) => !files.has(name))) return 'missing';
  // Of documents the format hashes a canonical form, which is not worth a second reader here: policies are texts.
  const texts = contents.filter(([name]) => name !== manifestPath && !name.endsWith('.json'));
  return texts.some(([name, text]) => listed.get(name) !== sha256(text)) ? 'altered' : undefined;
}

async function verified(token: string, { alg = '', ...key }: JWK): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(token, await importJWK(key, alg), { algorithms: [alg] })).payload;
  } catch {
    // Whatever is wrong with it, nobody who is believed has signed it.
    return undefined;
  }
}

/** Undefined where the archive is not whole. */
async function unpack(archive: Buffer): Promise<Files | undefined> {
  const files = new Map<string, Buffer>();
  const tar = extract();
  try {
    tar.end(gunzipSync(archive));
    for await (const entry of tar) files.set(entry.header.name, await buffer(entry));
    return files;
  } catch {
    return undefined;
  }
}

function json(content: Uint8Array | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(content));
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
