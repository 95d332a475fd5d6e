import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { BundleRejected } from './rejected.ts';

/** Files by path, in the order of the archive. */
export type ArchiveFiles = ReadonlyMap<string, Buffer>;

/** Largest archive that is unpacked, in bytes: far more than any policy needs, far less than would hurt. */
const maxBytes = 8 * 1024 * 1024;

/** Packs files as a gzipped tar. The same files give the same bytes: no time, owner or mode goes in. */
export async function packArchive(files: ArchiveFiles): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of files) tar.entry({ name, mtime: new Date(0) }, content);
  tar.finalize();
  return promisify(gzip)(await buffer(tar));
}

/**
 * Unpacks a gzipped tar of plain files with distinct names.
 * @throws BundleRejected `malformed-archive` or `too-big`
 */
export async function unpackArchive(archive: Buffer): Promise<ArchiveFiles> {
  const tar = extract();
  const files = new Map<string, Buffer>();
  try {
    tar.end(await promisify(gunzip)(archive, { maxOutputLength: maxBytes }));
    for await (const entry of tar) {
      const { name, type } = entry.header;
      if (type !== 'file') throw new Error(`${name} is a ${type ?? 'nameless thing'}, not a file`);
      if (files.has(name)) throw new Error(`${name} is in the archive twice`);
      files.set(name, await buffer(entry));
    }
  } catch (cause) {
    const tooBig = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BundleRejected(tooBig ? 'too-big' : 'malformed-archive', reason, { cause });
  }
  return files;
}
