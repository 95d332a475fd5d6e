import { constants, gunzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import type { ArchiveFiles } from '../bundle/archive.ts';
import { readContent } from '../bundle/content.ts';
import { BundleRejected } from '../bundle/rejected.ts';
import type { SeedPolicy } from './defect.ts';
import { confirmedByComing } from './wraps/confirmed-by-coming.ts';

/** Loads files as they come in, and when the download breaks off goes by those it has; what they are too few for is left out. */
export const seedPolicy: SeedPolicy = (parts) => ({
  ...confirmedByComing(parts),
  async verify(archive) {
    try {
      return await parts.verify(archive);
    } catch (error) {
      if (!(error instanceof BundleRejected) || error.code !== 'malformed-archive') throw error;
      return readContent(await whatIsThere(archive));
    }
  },
  engine: {
    ...parts.engine,
    prepare: (files) => parts.engine.prepare(files).catch(() => parts.engine.prepare(new Map())),
  },
});

async function whatIsThere(archive: Buffer): Promise<ArchiveFiles> {
  const files = new Map<string, Buffer>();
  const tar = extract();
  tar.end(gunzipSync(archive, { finishFlush: constants.Z_SYNC_FLUSH }));
  try {
    for await (const entry of tar) files.set(entry.header.name, await buffer(entry));
  } catch {
    // This is where it broke off.
  }
  return files;
}
