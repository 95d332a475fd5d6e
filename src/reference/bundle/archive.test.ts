import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { packArchive, unpackArchive } from './archive.ts';
import { BundleRejected } from './rejected.ts';
import { archiveOf } from './testing/archive-of.ts';

/** The names in an archive, or the code of its refusal. */
async function fate(archive: Buffer): Promise<unknown> {
  try {
    return [...(await unpackArchive(archive)).keys()];
  } catch (error) {
    if (error instanceof BundleRejected) return error.code;
    throw error;
  }
}

describe('an archive', () => {
  it('gives back what was packed, and is the same for the same files', async () => {
    const segment = fc.stringMatching(/^[a-z0-9._ é-]{1,60}$/).filter((name) => !/^\.{1,2}$/.test(name));
    const path = fc.array(segment, { minLength: 1, maxLength: 6 }).map((segments) => segments.join('/'));
    const content = fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes));
    const files = fc.uniqueArray(fc.tuple(path, content), { maxLength: 12, selector: ([name]) => name });
    const property = fc.asyncProperty(files, async (entries) => {
      const packed = await packArchive(new Map(entries));
      expect([...(await unpackArchive(packed))]).toEqual(entries);
      expect(await packArchive(new Map(entries))).toEqual(packed);
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('may have folders, and names from the root on, as OPA writes them', async () => {
    expect(
      await fate(await archiveOf({ name: 'ledger/', type: 'directory' }, { name: '/ledger/a' })),
    ).toEqual(['ledger/a']);
  });

  it.each(['../a', 'a/../b', './a', 'a//b', '//etc/passwd', 'a/.', '..', String.raw`a\b`, 'a\nb', '\u0001'])(
    'has no file named %j',
    async (name) => {
      expect(await fate(await archiveOf({ name }))).toBe('malformed-archive');
    },
  );

  it('has no two files of one name, however they are written', async () => {
    expect(await fate(await archiveOf({ name: 'a' }, { name: 'a' }))).toBe('malformed-archive');
    expect(await fate(await archiveOf({ name: 'a' }, { name: '/a' }))).toBe('malformed-archive');
  });

  it.each(['symlink', 'link', 'fifo', 'block-device', 'character-device', 'contiguous-file'] as const)(
    'has no %s',
    async (type) => {
      expect(await fate(await archiveOf({ name: 'a', type, linkname: '/etc/passwd' }))).toBe(
        'malformed-archive',
      );
    },
  );

  it('is not unpacked when it would never end', async () => {
    expect(await fate(gzipSync(Buffer.alloc(33 * 1024 * 1024)))).toBe('too-big');
    expect(await fate(Buffer.alloc(17 * 1024 * 1024))).toBe('too-big');
    const tar = pack();
    tar.entry({ name: 'folder', type: 'directory' });
    tar.finalize();
    const header = (await buffer(tar)).subarray(0, 512);
    expect(await fate(gzipSync(Buffer.alloc(20_001 * header.length, header)))).toBe('too-big');
  });

  it('is refused when it is cut off or no archive', async () => {
    const whole = await packArchive(new Map([['a', Buffer.from('x'.repeat(5_000))]]));
    const cut = fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
      expect(await fate(whole.subarray(0, length))).toBe('malformed-archive');
    });
    await fc.assert(cut, { numRuns: 50 });
    expect(await fate(gzipSync('no tar at all'))).toBe('malformed-archive');
    expect(await fate(gzipSync(Buffer.alloc(1_024, 'x')))).toBe('malformed-archive');
  });

  it('with any byte changed is refused, or has what it had', async () => {
    const files = new Map([
      ['ledger/a', Buffer.from('permit')],
      ['ledger/b', Buffer.from('forbid')],
    ]);
    const whole = await packArchive(files);
    const change = fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const result = await unpackArchive(changed).catch((error: unknown) => error);
        // Some bytes of the gzip header mean nothing to what is in it.
        expect(result instanceof BundleRejected ? files : result).toEqual(files);
      },
    );
    await fc.assert(change, { numRuns: 200 });
  });
});
