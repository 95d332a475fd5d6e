import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fileKinds, jsonSchemaOf } from './file-schemas.ts';
import { loadRun } from './load-run.ts';
import type { Plan } from './plan.ts';

const schemaFolder = 'fixtures/schemas';

function yamlFilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function properties(schema: unknown, path: string): [string, unknown][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const here = 'properties' in schema ? Object.entries(Object(schema.properties)) : [];
  const below = Object.entries(schema).flatMap(([key, value]) => properties(value, `${path}.${key}`));
  return [...here.map(([key, value]): [string, unknown] => [`${path}.${key}`, value]), ...below];
}

describe.each(fileKinds)('the published schema of a %s', (kind) => {
  it('is what `authz-drill schema` prints', () => {
    const published = readFileSync(join(schemaFolder, `${kind}.schema.json`), 'utf8');
    expect(published).toBe(`${JSON.stringify(jsonSchemaOf(kind), null, 2)}\n`);
  });

  it('says of every key what it means', () => {
    const silent = properties(jsonSchemaOf(kind), '').filter(
      ([, schema]) => typeof schema === 'object' && schema !== null && !('description' in schema),
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });
});

describe('every YAML file of ours that comes along', () => {
  // What is Cerbos's own is checked by Cerbos.
  const files = [...yamlFilesIn('scenarios'), ...yamlFilesIn('fixtures/ledger')].filter(
    (file) => basename(dirname(file)) !== 'cerbos',
  );
  const ajv = new Ajv({ allErrors: true });
  const validators = new Map(
    fileKinds
      .map((kind) => `${kind}.schema.json`)
      .map((name) => [name, ajv.compile(JSON.parse(readFileSync(join(schemaFolder, name), 'utf8')))]),
  );

  it.each(files)('%s names its schema and keeps to it', (file) => {
    const text = readFileSync(file, 'utf8');
    const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? '';
    expect(join(dirname(file), dirname(named))).toBe(schemaFolder);
    const validate = validators.get(basename(named));
    expect(validate?.(parse(text))).toBe(true);
  });
});

describe('the drills that come along', () => {
  let plans: readonly Plan[] = [];
  let problems: readonly unknown[] = [];
  beforeAll(async () => {
    ({ plans, problems } = await loadRun(['scenarios'], { seed: 1 }));
  });

  it('have no problem, not even a warning', () => {
    expect(problems).toEqual([]);
    expect(plans.length).toBeGreaterThanOrEqual(40);
    expect(new Set(plans.map(({ scenario }) => scenario.id)).size).toBe(plans.length);
  });

  it('ask each cell often enough while something is broken', () => {
    for (const plan of plans) {
      const broken = new Set(plan.faults.map(({ phase }) => phase));
      for (const { name, from, to, ratePerSecond } of plan.phases) {
        if (!broken.has(name)) continue;
        const asked = (ratePerSecond * (to - from)) / 1_000 / plan.cells.length;
        expect(asked).toBeGreaterThan(plan.minSamples);
      }
    }
  });

  it('of an outage of the policy service drill an action of every kind at once', () => {
    for (const { cells, contract, faults } of plans) {
      if (!faults.some(({ spec }) => spec.on === 'policy-service')) continue;
      const declared = cells.map(
        ({ do: action }) => contract.actions[action]?.whenUnavailable?.mode ?? 'local',
      );
      expect(new Set(declared)).toEqual(new Set(['local', 'cache', 'degrade', 'deny']));
    }
  });

  it('name no path of the machine that they were planned on', () => {
    expect(JSON.stringify(plans)).not.toContain(process.cwd());
  });
});
