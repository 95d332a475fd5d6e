import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOf } from '../../oracle/checks/registry.ts';
import { loadRun } from '../../plan/load-run.ts';
import { defects } from '../../reference/defects/registry.ts';
import { packageFolder } from '../harness.ts';

const { plans } = await loadRun([join(packageFolder, 'scenarios')], { seed: 1 });
const library = new Set(plans.map(({ scenario }) => scenario.id));

describe('what has to show each seeded defect', () => {
  it.each(Object.entries(defects))('%s', (_id, { shownBy }) => {
    expect(library).toContain(shownBy.scenario);
    expect(shownBy.check).toBe(checkOf(shownBy.violation).info.id);
  });
});
