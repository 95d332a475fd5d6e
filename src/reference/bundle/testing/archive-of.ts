import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';

/** An entry of an archive: a file unless it says otherwise. */
export type Entry = Partial<Header> & { readonly name: string; readonly content?: string | Buffer };

/** An archive of these entries, whatever they are. */
export async function archiveOf(...entries: readonly Entry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = '', ...header } of entries) tar.entry(header, content);
  tar.finalize();
  return gzipSync(await buffer(tar));
}
