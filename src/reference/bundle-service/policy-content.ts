import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isBinary, type PolicyFiles } from '../engine/policy-files.ts';

/** What every other policy content is laid over. */
const base = 'good';

/** The whole text of a file that takes away the one it is laid over. */
const removed = '(removed)';

/** Names of the policy contents that can be published: the folders of `folder`. */
export async function policyNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/**
 * Reads a policy content: the files of `good`, and over them those of the content's own folder, of which one that says
 * `(removed)` and nothing else takes the one below it away.
 * @throws Error where it takes away what is not there
 */
export async function readPolicyContent(folder: string, name: string): Promise<PolicyFiles> {
  const below = await readFiles(join(folder, base));
  return name === base ? below : layOver(below, await readFiles(join(folder, name)), name);
}

function layOver(below: PolicyFiles, own: PolicyFiles, name: string): PolicyFiles {
  const files = new Map(below);
  for (const [path, text] of own) {
    if (text.trim() !== removed) files.set(path, text);
    else if (!files.delete(path)) throw new Error(`${name} takes away ${path}, which ${base} does not have`);
  }
  return files;
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
          await readFile(path, isBinary(path) ? 'base64' : 'utf8'),
        ]),
    ),
  );
}
