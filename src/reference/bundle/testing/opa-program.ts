import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import { Agent, request } from 'undici';
import { startOpa } from '../../policy-programs/opa/opa-process.ts';
import { realOpa } from '../../testing/policy-programs.ts';
import { privatePem, publicPem } from './test-key.ts';

const run = promisify(execFile);

/** Asks a server for a path; status 0 while it does not listen. */
type Ask = (path: string) => Promise<{ status: number; text: string }>;

/** A real Open Policy Agent, and a folder for it to read and write. */
export interface OpaProgram {
  readonly folder: string;
  /** A file with this in it. */
  write(name: string, content: string | Buffer): Promise<string>;
  /** A folder with these files in it. */
  lay(files: ReadonlyMap<string, Buffer>): Promise<string>;
  /** Runs it with these arguments, in this folder, and the ones that make it sign with this key. */
  sign(cwd: string, key: JWK, args: readonly string[]): Promise<void>;
  /** What it says when it refuses a bundle, told one key under its id; undefined where it believes it. */
  refusal(archive: Buffer, key: JWK): Promise<string | undefined>;
  /** Runs it as a server whose bundle is this one, with these keys and this `signing`, for as long as it is used, or until it ends. */
  serve(
    archive: Buffer,
    keys: readonly JWK[],
    signing: object,
    use: (ask: Ask, ended: Promise<string>) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error where there is no such program */
export async function openOpaProgram(): Promise<OpaProgram> {
  const program = realOpa();
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-bundles-'));
  let written = 0;

  async function write(name: string, content: string | Buffer): Promise<string> {
    const path = join(folder, `${written++}-${name}`);
    await writeFile(path, content);
    return path;
  }

  return {
    folder,
    write,
    async lay(files) {
      const root = await mkdtemp(join(folder, 'files-'));
      for (const [path, bytes] of files) {
        await mkdir(join(root, dirname(path)), { recursive: true });
        await writeFile(join(root, path), bytes);
      }
      return root;
    },
    async sign(cwd, key, args) {
      const keyFile = await write('private.pem', privatePem(key));
      await run(program, [...args, '--signing-alg', key.alg ?? '', '--signing-key', keyFile], { cwd });
    },
    async refusal(archive, key) {
      const file = await write('offered.tar.gz', archive);
      const keyFile = await write('public.pem', publicPem(key));
      const verify = ['--signing-alg', key.alg ?? '', '--verification-key', keyFile];
      const named = ['--verification-key-id', key.kid ?? ''];
      try {
        await run(program, ['build', '--bundle', file, ...verify, ...named, '-o', `${file}.out`]);
        return undefined;
      } catch (error) {
        // It ran and said no; anything else is no answer.
        if (error instanceof Error && 'stdout' in error && 'code' in error && error.code === 1)
          return String(error.stdout);
        throw error;
      }
    },
    async serve(archive, keys, signing, use) {
      const file = await write('served.tar.gz', archive);
      const server = await startOpa(program, {
        keys: Object.fromEntries(keys.map((key) => [key.kid, { algorithm: key.alg, key: publicPem(key) }])),
        bundles: { ledger: { resource: `file://${file}`, signing } },
      });
      const dispatcher = new Agent({ connect: { socketPath: server.socketPath } });
      try {
        await use(async (path) => {
          const answer = await request(`http://opa${path}`, { dispatcher }).catch(() => undefined);
          return { status: answer?.statusCode ?? 0, text: (await answer?.body.text()) ?? '' };
        }, server.ended);
      } finally {
        await dispatcher.destroy();
        await server.stop();
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
