import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover, inStableOrder, looksLikeScenario } from './discover.ts';

describe('the order of scenarios', () => {
  const step = fc.stringMatching(/^[a-cA-Z0-9.-]{1,3}$/);
  const path = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('/'));

  it('is the same whatever order the file system has', () => {
    const shuffled = fc
      .uniqueArray(path, { maxLength: 12 })
      .chain((paths) =>
        fc.tuple(fc.constant(paths), fc.shuffledSubarray(paths, { minLength: paths.length })),
      );
    fc.assert(
      fc.property(shuffled, ([paths, others]) => {
        expect(inStableOrder(others)).toEqual(inStableOrder(paths));
      }),
    );
  });

  it('keeps the files of a folder together', () => {
    expect(inStableOrder(['a/z.yaml', 'a-b/x.yaml', 'a/b.yaml'])).toEqual([
      'a/b.yaml',
      'a/z.yaml',
      'a-b/x.yaml',
    ]);
  });
});

describe('looksLikeScenario', () => {
  it('takes what is one, what was meant to be one, and what is too broken to tell', () => {
    expect(looksLikeScenario('scenario: x')).toBe(true);
    expect(looksLikeScenario('senario: x')).toBe(true);
    expect(looksLikeScenario('title: "never closed')).toBe(true);
  });

  it('skips bases, contracts, lists and empty files', () => {
    for (const text of ['contract: 1', 'phases: []', '- a', '', '# remark']) {
      expect(looksLikeScenario(text)).toBe(false);
    }
  });
});

describe('discover', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'discover-'));
    const files = [
      'b/two.yml',
      'a/one.yaml',
      'a/base.yaml',
      '.hidden/x.yaml',
      'node_modules/x.yaml',
      'a/notes.md',
    ];
    for (const file of files) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), file.endsWith('base.yaml') ? 'replicas: 2\n' : 'scenario: x\n');
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('finds scenarios in a folder, and each file once', async () => {
    const found = await discover([folder, join(folder, 'a', 'one.yaml')]);
    expect(found).toEqual({ files: [join(folder, 'a/one.yaml'), join(folder, 'b/two.yml')], problems: [] });
  });

  it('does not pass over what it cannot read', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'b', 'dangling.yaml'));
    const found = await discover([join(folder, 'b')]);
    expect(found.files).toEqual([join(folder, 'b/dangling.yaml'), join(folder, 'b/two.yml')]);
  });

  it('takes a file by name even if it is a base, so that it is reported', async () => {
    expect((await discover([join(folder, 'a', 'base.yaml')])).files).toHaveLength(1);
  });
});
