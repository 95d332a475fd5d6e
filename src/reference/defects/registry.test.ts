import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sampleParts } from '../testing/sample-parts.ts';
import { defectIds, defects } from './registry.ts';
import { seedDefect } from './seed.ts';

describe('the registry of defects', () => {
  it('holds every file beside it', async () => {
    const files = await readdir(new URL('.', import.meta.url), { withFileTypes: true });
    const ids = files
      .filter((file) => file.isFile() && !/\.test\.|^(registry|seed|defect)\.ts$/.test(file.name))
      .map(({ name }) => name.replace('.ts', ''));
    expect(defectIds.toSorted()).toEqual(ids.toSorted());
  });

  it('describes each in a line', () => {
    for (const { description } of Object.values(defects))
      expect(description).toMatch(/^[a-z][^\n.]{10,100}$/);
  });

  it('knows no other, and leaves the sound parts alone', async () => {
    const { parts, connections } = sampleParts();
    expect(await seedDefect(undefined, parts, connections)).toBe(parts);
    for (const id of ['no-such-thing', 'toString']) {
      await expect(seedDefect(id, parts, connections)).rejects.toThrow(
        `there is no seeded defect ${id}; there are fail-open`,
      );
    }
  });
});
