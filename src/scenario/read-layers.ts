import { resolve } from 'node:path';
import type { PointAt } from '../contract/check-shape.ts';
import { whereNamed } from '../contract/named-file.ts';
import { readSource } from '../contract/read-file.ts';
import { pathFrom } from '../contract/resolve-path.ts';
import { problemAt, type Path, type YamlSource } from '../contract/yaml-source.ts';
import { hasErrors, type Problem } from '../model/problem.ts';
import { layer, type Layered } from './layers.ts';

export interface ReadLayers {
  /** As much as could be read; undefined where the file itself could not. */
  readonly layered: Layered | undefined;
  /** Whether all of it was read: what a file that could not be read holds is not missing. */
  readonly complete: boolean;
  readonly problems: readonly Problem[];
}

/** Reads a scenario file and every base that it extends, and puts the list of probes in its place. */
export async function readLayers(file: string): Promise<ReadLayers> {
  const first = await readSource(file);
  if (first.source === undefined || hasErrors(first.problems)) {
    return { layered: undefined, complete: false, problems: first.problems };
  }
  const sources: YamlSource[] = [first.source];
  const problems: Problem[] = [];
  let current: YamlSource | undefined = first.source;
  while (current !== undefined) {
    const next: NextBase = await readBase(current, sources);
    problems.push(...next.problems);
    current = next.base;
    if (current !== undefined) sources.push(current);
  }
  const merged = layer(first.source, ...sources.slice(1));
  const probes = await readProbes(merged);
  problems.push(...probes.problems);
  return { layered: probes.layered, complete: problems.length === 0, problems };
}

interface NextBase {
  readonly base: YamlSource | undefined;
  readonly problems: readonly Problem[];
}

async function readBase(source: YamlSource, chain: readonly YamlSource[]): Promise<NextBase> {
  const named = topKey(source.data, 'extends');
  // Anything but a text is found again, with its place, when the shape is checked.
  if (typeof named !== 'string' || named === '') return { base: undefined, problems: [] };
  const file = pathFrom(source.file, named);
  const way = [...chain.map((one) => one.file), file].join(' → ');
  const at: PointAt = (path, remark) => problemAt(source, path, remark);
  if (chain.some((one) => resolve(one.file) === resolve(file))) {
    const message = `this file extends itself: ${way}`;
    return { base: undefined, problems: [at(['extends'], { code: 'cycle', message })] };
  }
  const read = await readSource(file);
  if (read.source !== undefined) {
    return { base: hasErrors(read.problems) ? undefined : read.source, problems: read.problems };
  }
  return {
    base: undefined,
    problems: whereNamed(read.problems, at, ['extends'], `extended by way of ${way}`),
  };
}

/** Whether a part of a scenario is one of its probes. */
function isProbe(path: Path): boolean {
  return path[0] === 'probes';
}

/** Replaces the path of a list of probes by the list. */
async function readProbes(layered: Layered): Promise<{ layered: Layered; problems: readonly Problem[] }> {
  const named = topKey(layered.data, 'probes');
  if (typeof named !== 'string' || named === '') return { layered, problems: [] };
  const file = pathFrom(layered.ownerOf(['probes']).file, named);
  const { source, problems } = await readSource(file);
  if (source === undefined || hasErrors(problems)) {
    const { probes: _, ...rest } = Object(layered.data);
    return { layered: { ...layered, data: rest }, problems: whereNamed(problems, layered.at, ['probes']) };
  }
  return {
    problems,
    layered: {
      data: { ...Object(layered.data), probes: source.data },
      ownerOf: (path) => (isProbe(path) ? source : layered.ownerOf(path)),
      at: (path, remark) =>
        isProbe(path) ? problemAt(source, path.slice(1), remark) : layered.at(path, remark),
    },
  };
}

function topKey(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null ? new Map(Object.entries(data)).get(key) : undefined;
}
