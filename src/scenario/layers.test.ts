import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml, type Path } from '../contract/yaml-source.ts';
import { layer, mergeUnder } from './layers.ts';

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const leaf = fc.oneof(fc.integer(), fc.constant(null), fc.array(fc.integer(), { maxLength: 2 }));
const tree = fc.letrec<{ tree: unknown; mapping: Record<string, unknown> }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, leaf, tie('mapping')),
  mapping: fc.dictionary(key, tie('tree'), { noNullPrototype: true }),
})).mapping;

function* leavesOf(value: unknown, path: Path): Generator<readonly [Path, unknown]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) yield [path, value];
  else for (const [step, below] of Object.entries(value)) yield* leavesOf(below, [...path, step]);
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => new Map(Object.entries(Object(value))).get(String(step)),
    data,
  );
}

describe('mergeUnder', () => {
  it('changes nothing when merged with itself or with nothing', () => {
    fc.assert(
      fc.property(tree, (one) => {
        expect(mergeUnder(one, one)).toEqual(one);
        expect(mergeUnder(one, {})).toEqual(one);
        expect(mergeUnder({}, one)).toEqual(one);
      }),
    );
  });

  it('keeps every value of the stronger and every key of both', () => {
    fc.assert(
      fc.property(tree, tree, (strong, weak) => {
        const merged = new Map(Object.entries(Object(mergeUnder(strong, weak))));
        expect(new Set(merged.keys())).toEqual(new Set([...Object.keys(strong), ...Object.keys(weak)]));
        for (const [path, value] of leavesOf(strong, [])) {
          expect(path.length === 0 ? value : valueAt(mergeUnder(strong, weak), path)).toEqual(value);
        }
      }),
    );
  });
});

describe('layer', () => {
  const top = readYaml('top.yaml', 'load: { rate: 9/s }\nphases: [{ name: x }]\nreplicas: 5\n');
  const base = readYaml(
    'base.yaml',
    'load: { rate: 1/s, more: 2 }\nphases: [{ name: y, for: 3s }]\ntarget: t\nreplicas: { a: 1 }\n',
  );
  const { data, ownerOf, at } = layer(top, base);

  it('lets the scenario win, key by key, and replaces lists', () => {
    expect(data).toEqual({
      load: { rate: '9/s', more: 2 },
      phases: [{ name: 'x' }],
      replicas: 5,
      target: 't',
    });
  });

  it('finds every value in the file that it says it comes from', () => {
    fc.assert(
      fc.property(tree, tree, tree, (...trees) => {
        const [first, ...others] = trees.map((one, index) => readYaml(`${index}.yaml`, JSON.stringify(one)));
        if (first === undefined) return;
        const layered = layer(first, ...others);
        for (const [path, value] of leavesOf(layered.data, [])) {
          expect(valueAt(layered.ownerOf(path).data, path)).toEqual(value);
        }
      }),
    );
  }, 60_000);

  it('knows which file each part comes from', () => {
    expect(ownerOf(['load', 'rate']).file).toBe('top.yaml');
    expect(ownerOf(['load', 'more']).file).toBe('base.yaml');
    expect(ownerOf(['target']).file).toBe('base.yaml');
  });

  it('blames a missing part on the file that should have it', () => {
    expect(ownerOf(['phases', 0, 'for']).file).toBe('top.yaml');
    expect(ownerOf(['replicas', 'a']).file).toBe('top.yaml');
    expect(ownerOf(['nowhere']).file).toBe('top.yaml');
    expect(at(['phases', 0, 'for'], { code: 'missing-key', message: 'm' })).toMatchObject({
      file: 'top.yaml',
      line: 2,
    });
  });
});
