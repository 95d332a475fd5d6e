import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { takeTurns } from '../service/take-turns.ts';
import { BundleRejected } from './rejected.ts';

/** Files by path, in the order of the archive. */
export type ArchiveFiles = ReadonlyMap<string, Buffer>;

/**
 * What is unpacked at most: far more than any policy needs, far less than would hurt. A tar of nothing but headers or
 * of one endless file is bounded by the length of it all.
 */
const limits = {
  archiveBytes: 16 * 1024 * 1024,
  unpackedBytes: 32 * 1024 * 1024,
  entries: 20_000,
} as const;

/** Longest stretch of the only thread that unpacking takes from the requests. */
const longestTurnMs = 2;

/** Packs files as a gzipped tar. The same files give the same bytes: no time, owner or mode goes in. */
export async function packArchive(files: ArchiveFiles): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of files) tar.entry({ name, mtime: new Date(0) }, content);
  tar.finalize();
  return promisify(gzip)(await buffer(tar));
}

/**
 * Unpacks a gzipped tar of plain files with distinct names, into memory. Folders are passed over. A name may begin with a
 * slash, as OPA writes it; it is taken away.
 * @throws BundleRejected `malformed-archive` or `too-big`
 */
export async function unpackArchive(archive: Buffer): Promise<ArchiveFiles> {
  if (archive.length > limits.archiveBytes) throw tooBig(`${archive.length} bytes`);
  const files = new Map<string, Buffer>();
  const turn = takeTurns(longestTurnMs);
  const tar = extract();
  try {
    tar.end(await promisify(gunzip)(archive, { maxOutputLength: limits.unpackedBytes }));
    let entries = 0;
    for await (const entry of tar) {
      await turn();
      const { name, type } = entry.header;
      if (++entries > limits.entries) throw tooBig(`more than ${limits.entries} entries`);
      const content = await buffer(entry);
      if (type === 'directory') continue;
      if (type !== 'file') throw malformed(`${name} is a ${type ?? 'nameless thing'}, not a file`);
      const path = pathOf(name);
      if (files.has(path)) throw malformed(`${path} is in the archive twice`);
      files.set(path, content);
    }
  } catch (cause) {
    if (cause instanceof BundleRejected) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooBig(`more than ${limits.unpackedBytes} bytes unpacked`, cause);
    throw malformed(reason, cause);
  }
  return files;
}

/** A name of plain segments, whoever might one day write it to a disk. */
function pathOf(name: string): string {
  const path = name.startsWith('/') ? name.slice(1) : name;
  const plain = path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!plain || /[\p{Cc}\\]/u.test(path)) throw malformed(`${JSON.stringify(name)} is no plain path`);
  return path;
}

function tooBig(reason: string, cause?: unknown): BundleRejected {
  return new BundleRejected('too-big', reason, { cause });
}

function malformed(reason: string, cause?: unknown): BundleRejected {
  return new BundleRejected('malformed-archive', reason, { cause });
}
