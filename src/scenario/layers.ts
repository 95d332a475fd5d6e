import type { PointAt } from '../contract/check-shape.ts';
import { problemAt, type Path, type YamlSource } from '../contract/yaml-source.ts';

/** Files merged into one, the first of which wins; every part still knows the file that it was written in. */
export interface Layered {
  readonly data: unknown;
  /** The file that a part comes from; for a part that is nowhere, the file of its nearest ancestor. */
  readonly ownerOf: (path: Path) => YamlSource;
  readonly at: PointAt;
}

/**
 * Merges files, the strongest first. Mappings are merged key by key; anything else, lists included, replaces
 * what a weaker file says.
 */
export function layer(strongest: YamlSource, ...weaker: readonly YamlSource[]): Layered {
  const all = [strongest, ...weaker];
  const data = all.reduceRight<unknown>((below, source) => mergeUnder(source.data, below), undefined);
  const ownerOf = (path: Path): YamlSource => findOwner(all, path) ?? strongest;
  return { data, ownerOf, at: (path, remark) => problemAt(ownerOf(path), path, remark) };
}

/** Adds to `strong` what only `weak` has. */
export function mergeUnder(strong: unknown, weak: unknown): unknown {
  if (!isMapping(strong) || !isMapping(weak)) return strong === undefined ? weak : strong;
  const keys = [...Object.keys(strong), ...Object.keys(weak).filter((key) => !Object.hasOwn(strong, key))];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      mergeUnder(
        Object.hasOwn(strong, key) ? strong[key] : undefined,
        Object.hasOwn(weak, key) ? weak[key] : undefined,
      ),
    ]),
  );
}

function findOwner(all: readonly YamlSource[], path: Path): YamlSource | undefined {
  let candidates = all.map((source) => ({ source, value: source.data }));
  for (const step of path) {
    const having = candidates.flatMap(({ source, value }) =>
      isContainer(value) && Object.hasOwn(value, step) ? [{ source, value: value[step] }] : [],
    );
    if (having.length === 0) break;
    // What is no mapping hides everything weaker than itself.
    const hiding = having.findIndex(({ value }) => !isMapping(value));
    candidates = hiding === -1 ? having : having.slice(0, hiding === 0 ? 1 : hiding);
  }
  return candidates[0]?.source;
}

function isMapping(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return isContainer(value) && !Array.isArray(value);
}

function isContainer(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null;
}
