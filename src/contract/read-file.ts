import { readFile } from 'node:fs/promises';
import type { Problem } from '../model/problem.ts';
import { problemOfFile, readYaml, type YamlSource } from './yaml-source.ts';

/** Text of a file that could be read, or the reason why not. */
export type ReadSource =
  | { readonly source: YamlSource; readonly problems: readonly Problem[] }
  | { readonly source: undefined; readonly problems: readonly Problem[] };

/** Reads a YAML file. Never throws: a missing or unreadable file is a problem like any other. */
export async function readSource(file: string): Promise<ReadSource> {
  try {
    const source = readYaml(file, await readFile(file, 'utf8'));
    return { source, problems: source.problems };
  } catch (error) {
    return { source: undefined, problems: [unreadable(file, error)] };
  }
}

function unreadable(file: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOENT')
    return problemOfFile(file, { code: 'missing-file', message: 'there is no such file' });
  if (code === 'EISDIR') {
    return problemOfFile(file, { code: 'unreadable-file', message: 'this is a folder, not a file' });
  }
  return problemOfFile(file, { code: 'unreadable-file', message: `the file cannot be read (${code})` });
}
