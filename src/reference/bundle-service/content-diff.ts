import type { PolicyFiles } from '../engine/engine.ts';

/** What tells one policy content from the one before it: paths of files, in order. */
export interface ContentDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Compares two contents file by file. */
export function diffContents(before: PolicyFiles, after: PolicyFiles): ContentDiff {
  const of = (files: PolicyFiles, belongs: (path: string, text: string) => boolean): readonly string[] =>
    [...files].flatMap(([path, text]) => (belongs(path, text) ? [path] : [])).toSorted();
  return {
    added: of(after, (path) => !before.has(path)),
    removed: of(before, (path) => !after.has(path)),
    changed: of(after, (path, text) => before.has(path) && before.get(path) !== text),
  };
}
