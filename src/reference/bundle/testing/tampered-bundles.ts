import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { JWK } from 'jose';
import { packArchive } from '../archive.ts';
import { signFiles } from '../build.ts';
import { hashFile } from '../bundle-format.ts';
import type { RejectionCode } from '../rejected.ts';
import { signToken } from '../token.ts';
import { archiveOf } from './archive-of.ts';
import { listOf, signaturesFile, signedBy } from './signed-by-hand.ts';

/** A sound bundle to be tampered with, and the keys to do it with. */
export interface Source {
  /** Not signed; with `.manifest`, `ledger/rego/policy.rego` and `ledger/remote/data.json` in it. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The only one that is believed. */
  readonly key: JWK;
  /** One of the same algorithm that is not. */
  readonly foreign: JWK;
}

/** A bundle that nobody may believe. */
export interface TamperedBundle {
  /** Why we refuse it. */
  readonly code: RejectionCode;
  /** What OPA says when it refuses it too, with one key and its id configured; undefined where it believes it. */
  readonly opa: RegExp | undefined;
  readonly make: (source: Source) => Promise<Buffer>;
}

const policy = 'ledger/rego/policy.rego';
const data = 'ledger/remote/data.json';
const manifest = '.manifest';
const openDoor = Buffer.from('package ledger.open\n\nallow := true\n');

const withFile = (files: ReadonlyMap<string, Buffer>, path: string, content: string | Buffer) =>
  new Map([...files, [path, Buffer.from(content)]]);
const without = (files: ReadonlyMap<string, Buffer>, path: string) =>
  new Map([...files].filter(([other]) => other !== path));
const nameless = (key: JWK): JWK => {
  const { kid: _, ...rest } = key;
  return rest;
};

/** Tampered with after it was signed. */
const tampered = (
  code: RejectionCode,
  opa: RegExp | undefined,
  change: (signed: ReadonlyMap<string, Buffer>) => ReadonlyMap<string, Buffer>,
): TamperedBundle => ({
  code,
  opa,
  make: async ({ files, key }) => packArchive(change(await signFiles(files, key))),
});

/** Signed as it should be, of files that it should not be. */
const signed = (
  code: RejectionCode,
  opa: RegExp | undefined,
  change: (files: ReadonlyMap<string, Buffer>) => ReadonlyMap<string, Buffer>,
): TamperedBundle => ({
  code,
  opa,
  make: async ({ files, key }) => packArchive(await signFiles(change(files), key)),
});

/** Signed by somebody else, or for something else. */
const signedOtherwise = (
  code: RejectionCode,
  opa: RegExp | undefined,
  sign: (source: Source) => Promise<ReadonlyMap<string, Buffer>>,
): TamperedBundle => ({ code, opa, make: async (source) => packArchive(await sign(source)) });

const tokens = async ({ files }: Source, ...signatures: readonly string[]) =>
  withFile(files, '.signatures.json', signaturesFile(...signatures));

/** What an attacker on the way, or at the place where bundles lie, might try. */
export const tamperedBundles: Readonly<Record<string, TamperedBundle>> = {
  'without a signature': signedOtherwise(
    'unsigned',
    /missing \.signatures\.json/,
    async ({ files }) => files,
  ),
  'with an emptied signature': signedOtherwise('unsigned', /missing JWT/, (source) => tokens(source)),
  'with two signatures': signedOtherwise('bad-signature', /multiple JWTs/, async (source) => {
    const token = await signToken({ files: listOf(source.files) }, source.key);
    return tokens(source, token, token);
  }),
  'with a signature that is no token': signedOtherwise('bad-signature', /JWT/, (source) =>
    tokens(source, 'x.y'),
  ),
  'signed by a stranger': signedOtherwise('unknown-key', /failed to verify JWT/, ({ files, foreign }) =>
    signFiles(files, foreign),
  ),
  'signed by a stranger in our name': signedOtherwise(
    'bad-signature',
    /failed to verify JWT/,
    ({ files, key, foreign }) =>
      signFiles(files, { ...foreign, ...(key.kid === undefined ? {} : { kid: key.kid }) }),
  ),
  'signed by a stranger without a name': signedOtherwise(
    'no-key-id',
    /failed to verify JWT/,
    ({ files, foreign }) => signFiles(files, nameless(foreign)),
  ),
  'signed by us under an unknown name': signedOtherwise('unknown-key', undefined, ({ files, key }) =>
    signFiles(files, { ...key, kid: 'nobody' }),
  ),
  'signed by us without a name': signedOtherwise('no-key-id', undefined, ({ files, key }) =>
    signFiles(files, nameless(key)),
  ),
  'with a token that needs no signature': signedOtherwise(
    'bad-signature',
    /failed to verify JWT/,
    (source) => {
      const parts = [{ alg: 'none', kid: source.key.kid }, { files: listOf(source.files) }];
      return tokens(
        source,
        `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`,
      );
    },
  ),
  'signed for another scope': signedOtherwise('wrong-scope', /scope mismatch/, ({ files, key }) =>
    signedBy(files, key, { scope: 'write' }),
  ),
  'signed by a hash that can be forged': signedOtherwise('bad-signature', undefined, ({ files, key }) => {
    const weak = [...files].map(([name, content]) => ({
      name,
      hash: name === policy ? createHash('md5').update(content).digest('hex') : hashFile(name, content),
      algorithm: name === policy ? 'MD5' : 'SHA-256',
    }));
    return signedBy(files, key, { files: weak });
  }),

  'with a policy altered': tampered('altered-file', /digest mismatch/, (files) =>
    withFile(files, policy, `${files.get(policy)?.toString() ?? ''}\nallow := true\n`),
  ),
  'with its data altered': tampered('altered-file', /digest mismatch/, (files) =>
    withFile(files, data, '{}'),
  ),
  'with a number of its data written otherwise': tampered('altered-file', /digest mismatch/, (files) =>
    withFile(files, data, String(files.get(data)).replace('1.0', '1')),
  ),
  'with its manifest altered': tampered('altered-file', /digest mismatch/, (files) =>
    withFile(files, manifest, '{"revision":"8","roots":["ledger"]}'),
  ),
  'with a policy that is not signed': tampered('unlisted-file', /not included in bundle signature/, (files) =>
    withFile(files, 'ledger/rego/open.rego', openDoor),
  ),
  'without a policy that is signed': tampered('missing-file', /not found in the target bundle/, (files) =>
    without(files, policy),
  ),
  'without its manifest': tampered('missing-file', /not found in the target bundle/, (files) =>
    without(files, manifest),
  ),
  'with two files that changed places': tampered('altered-file', /digest mismatch|invalid/, (files) =>
    withFile(
      withFile(files, policy, files.get('ledger/remote/a.cedar') ?? ''),
      'ledger/remote/a.cedar',
      files.get(policy) ?? '',
    ),
  ),
  'with a policy that is there twice': {
    code: 'malformed-archive',
    opa: /not included in bundle signature/,
    make: async ({ files, key }) => {
      const entries = [...(await signFiles(files, key))].map(([name, content]) => ({ name, content }));
      return archiveOf(...entries, { name: policy, content: openDoor });
    },
  },
  'with a link in it': {
    code: 'malformed-archive',
    opa: undefined,
    make: async ({ files, key }) => {
      const entries = [...(await signFiles(files, key))].map(([name, content]) => ({ name, content }));
      return archiveOf(...entries, { name: 'ledger/passwd', type: 'symlink', linkname: '/etc/passwd' });
    },
  },
  'with a file that lies elsewhere': signed('malformed-archive', undefined, (files) =>
    withFile(files, '../../etc/cron.d/job', 'x'),
  ),
  truncated: {
    code: 'malformed-archive',
    opa: /unexpected EOF/,
    make: async ({ files, key }) => {
      const whole = await packArchive(await signFiles(files, key));
      return whole.subarray(0, Math.floor(whole.length / 2));
    },
  },
  'that is no archive': {
    code: 'malformed-archive',
    opa: /gzip/,
    make: async () => Buffer.from('{"decision":true}'),
  },
  'that is far too big': {
    code: 'too-big',
    opa: undefined,
    make: async ({ files, key }) => {
      const big = withFile(files, 'ledger/rego/notes.txt', Buffer.alloc(33 * 1024 * 1024));
      return packArchive(await signFiles(big, key));
    },
  },
  'with data that is far too long': signed('too-big', undefined, (files) =>
    withFile(files, data, JSON.stringify({ text: 'x'.repeat(1024 * 1024) })),
  ),
  'of garbage': {
    code: 'malformed-archive',
    opa: /./,
    make: async ({ files }) => {
      return gzipSync(Buffer.concat([Buffer.alloc(512, 'x'), ...files.values()]));
    },
  },

  'that is another service’s': signed(
    'wrong-roots',
    undefined,
    () =>
      new Map([
        [manifest, Buffer.from('{"revision":"7","roots":["payroll"]}')],
        ['payroll/data.json', Buffer.from('{}')],
      ]),
  ),
  'that owns everything': signed('wrong-roots', undefined, (files) =>
    withFile(files, manifest, '{"revision":"7"}'),
  ),
  'with data of another service': signed('wrong-roots', /do not permit/, (files) =>
    withFile(files, 'payroll/data.json', '{"salaries":[1]}'),
  ),
  'with a file of another service': signed('wrong-roots', undefined, (files) =>
    withFile(files, 'payroll/notes.txt', 'x'),
  ),
  'under no number': signed('malformed-manifest', undefined, (files) =>
    withFile(files, manifest, '{"revision":"latest","roots":["ledger"]}'),
  ),
  'with a manifest that is none': signed('malformed-manifest', /manifest decode/, (files) =>
    withFile(files, manifest, '[]'),
  ),
  'that never had a manifest': signed('malformed-manifest', undefined, (files) => without(files, manifest)),
  'with data in YAML': signed('malformed-archive', undefined, (files) =>
    withFile(files, 'ledger/facts/data.yml', 'a: 1\n'),
  ),
  'that changes another one': {
    code: 'delta',
    opa: undefined,
    // Not even signed: OPA verifies snapshots only.
    make: () =>
      packArchive(
        new Map([
          [manifest, Buffer.from('{"revision":"8","roots":["ledger"]}')],
          [
            'patch.json',
            Buffer.from('{"data":[{"op":"upsert","path":"/ledger/remote","value":{"open":true}}]}'),
          ],
        ]),
      ),
  },
};
