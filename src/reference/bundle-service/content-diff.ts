import type { PolicyFiles } from '../engine/engine.ts';

/** What tells one policy content from the one before it: paths of files, in order. */
export interface ContentDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Compares two contents file by file. */
export function diffContents(before: PolicyFiles, after: PolicyFiles): ContentDiff {
  return {
    added: pathsOf(after, (path) => !before.has(path)),
    removed: pathsOf(before, (path) => !after.has(path)),
    changed: pathsOf(after, (path, text) => before.has(path) && before.get(path) !== text),
  };
}

function pathsOf(files: PolicyFiles, belongs: (path: string, text: string) => boolean): readonly string[] {
  return [...files].flatMap(([path, text]) => (belongs(path, text) ? [path] : [])).toSorted();
}
