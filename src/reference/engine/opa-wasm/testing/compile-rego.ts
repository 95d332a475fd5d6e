import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unpackArchive } from '../../../bundle/archive.ts';
import { filesOfSet, type PolicyFiles } from '../../policy-files.ts';
import { entrypointOf, wasmFile } from '../opa-wasm-engine.ts';

/** The policy sets that are compiled: what the application decides by itself. */
export const compiledSets = ['local', 'coarse'] as const;

/** The version of OPA that they are compiled by: others may make other code of them. */
export const compiledBy = '1.9.0';

/**
 * Compiles the Rego of a set, which is in `rego/<set>/`, as `opa build -t wasm` does it. The same files give the same bytes.
 * @param opa path of the program
 * @returns what is to be in `<set>/policy.wasm`
 */
export async function compileRego(opa: string, files: PolicyFiles, set: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-wasm-'));
  try {
    await writeFile(join(folder, 'policy.rego'), inOneFile(files, set));
    const args = ['--target', 'wasm', '--entrypoint', entrypointOf(set), '--output', 'bundle', 'policy.rego'];
    await promisify(execFile)(opa, ['build', ...args], { cwd: folder });
    const module = (await unpackArchive(await readFile(join(folder, 'bundle')))).get(wasmFile);
    if (module === undefined) throw new Error(`opa built no ${wasmFile}`);
    return module;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** OPA takes several files of a package in any order, another one every time, and lays out its code by that. */
function inOneFile(files: PolicyFiles, set: string): string {
  const packageLine = `package ledger.${set}`;
  const rules = filesOfSet(files, `rego/${set}`, '.rego').map(([path, text]) => {
    if (!text.includes(`${packageLine}\n`)) throw new Error(`${path} is not of ${packageLine}`);
    return text.replace(packageLine, '');
  });
  return [packageLine, ...rules].join('\n');
}

/** The version that a program says it has. */
export async function versionOf(opa: string): Promise<string> {
  const { stdout } = await promisify(execFile)(opa, ['version']);
  return /^Version: (\S+)$/m.exec(stdout)?.[1] ?? 'unknown';
}
