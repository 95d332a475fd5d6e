import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseDocument, isMap } from 'yaml';
import { nearestName } from '../contract/nearest-name.ts';
import { problemOfFile } from '../contract/yaml-source.ts';
import type { Problem } from '../model/problem.ts';

export interface Discovered {
  /** Paths as the user would type them, each file once, in a stable order. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Finds scenario files. A file is taken as it is; a folder is searched for `*.yaml` and `*.yml` that have a
 * `scenario:` key, in the order of their paths, whatever order the file system has.
 */
export async function discover(paths: readonly string[]): Promise<Discovered> {
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  for (const path of paths) {
    const found = await find(path);
    problems.push(...found.problems);
    for (const file of found.files) if (!files.has(resolve(file))) files.set(resolve(file), file);
  }
  return { files: [...files.values()], problems };
}

async function find(path: string): Promise<Discovered> {
  let candidates: string[];
  try {
    if (!(await stat(path)).isDirectory()) return { files: [path], problems: [] };
    candidates = await yamlFilesIn(path);
  } catch (error) {
    return { files: [], problems: [notSearched(path, error)] };
  }
  const files: string[] = [];
  for (const file of candidates) if (await mayBeScenario(file)) files.push(file);
  if (files.length > 0) return { files, problems: [] };
  const remark = {
    code: 'no-scenarios',
    message: 'this folder has no scenario',
    hint: 'a scenario is a .yaml file with a key "scenario"',
  } as const;
  return { files, problems: [problemOfFile(path, remark)] };
}

function notSearched(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? problemOfFile(path, { code: 'missing-file', message: 'there is no such file or folder' })
    : problemOfFile(path, { code: 'unreadable-file', message: `this cannot be searched (${code})` });
}

async function yamlFilesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await yamlFilesIn(path)));
    else if (/\.ya?ml$/.test(entry.name)) found.push(path);
  }
  return inStableOrder(found);
}

/** What cannot be read may be one too: loading it says what is wrong with it. */
async function mayBeScenario(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined || looksLikeScenario(text);
}

/** Orders paths folder by folder, by code unit: the same on every machine and in every locale. */
export function inStableOrder(paths: readonly string[]): string[] {
  return paths
    .map((path) => path.split(/[\\/]/))
    .toSorted(comparePaths)
    .map((steps) => steps.join('/'));
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (step !== other) return step < other ? -1 : 1;
  }
  return a.length - b.length;
}

/** Whether a file has a `scenario` key, a misspelt one, or is too broken to tell: the latter two are reported when it is loaded. */
export function looksLikeScenario(text: string): boolean {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return true;
  if (!isMap(document.contents)) return false;
  return document.contents.items.some(
    ({ key }) => String(key) === 'scenario' || nearestName(String(key), ['scenario']) === 'scenario',
  );
}
