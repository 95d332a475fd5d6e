import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { PolicyFiles } from '../engine/engine.ts';

/** What every other policy content is laid over. */
const base = 'good';

/** Names of the policy contents that can be published: the folders of `folder`. */
export async function policyNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** Reads a policy content: the files of `good`, and over them those of the content's own folder. */
export async function readPolicyContent(folder: string, name: string): Promise<PolicyFiles> {
  const files = await readFiles(join(folder, base));
  return name === base ? files : new Map([...files, ...(await readFiles(join(folder, name)))]);
}

async function readFiles(folder: string): Promise<PolicyFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths
        .toSorted()
        .map(async (path): Promise<[string, string]> => [
          relative(folder, path),
          await readFile(path, 'utf8'),
        ]),
    ),
  );
}
