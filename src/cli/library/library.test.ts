import { beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../oracle/checks/registry.ts';
import { judgeGovernance } from '../../oracle/governance/judge-governance.ts';
import { governanceChecks } from '../../oracle/governance/registry.ts';
import { journalFacts } from '../../oracle/journal-facts.ts';
import { journalOf } from '../../oracle/testing/journal-builder.ts';
import { loadRun } from '../../plan/load-run.ts';
import type { Plan } from '../../plan/plan.ts';
import { defects } from '../../reference/defects/registry.ts';
import { coverageLines } from './coverage-lines.ts';
import { plannedCoverage } from './planned-coverage.ts';

let plans: readonly Plan[];
beforeAll(async () => {
  ({ plans } = await loadRun(['scenarios'], { seed: 1 }));
});

describe('the library', () => {
  it('drills every fault of the catalogue with every action that rests on what it takes away', () => {
    const coverage = plannedCoverage(plans);
    const open = coverage.rows.flatMap(({ fault, cells }) =>
      cells.filter(({ drilledBy }) => drilledBy.length === 0).map(({ action }) => `${fault} × ${action}`),
    );
    expect(open).toEqual([]);
    expect(coverage).toMatchObject({ percent: 100, beyond: [] });
  });

  it('has contracts that are governed', () => {
    for (const plan of plans) {
      const { findings } = judgeGovernance(plan, journalFacts(journalOf(plan).events()));
      expect(findings.map(({ headline }) => `${plan.scenario.id}: ${headline}`)).toEqual([]);
    }
  });

  it.each(Object.entries(defects))('has what must show the seeded defect %s', (_, { shownBy }) => {
    expect(plans.map(({ scenario }) => scenario.id)).toContain(shownBy.scenario);
    const check = [...checks, ...governanceChecks].find(({ info }) => info.id === shownBy.check);
    expect(check?.explains).toContain(shownBy.violation);
  });
});

describe('coverage in lines', () => {
  it('says what is drilled by what, and what by nothing', () => {
    const plan = plans.find(({ scenario }) => scenario.id === 'policy-service-black-hole');
    expect(plan).toBeDefined();
    const few = plan === undefined ? [] : [plan, { ...plan, scenario: { ...plan.scenario, id: 'another' } }];
    const lines = coverageLines(plannedCoverage(few));
    expect(lines[0]).toBe(
      'Coverage: 3 of 178 cells of fault × action that rests on what it takes away (1 %)',
    );
    expect(lines.find((line) => line.startsWith('policy service black-holed'))).toMatch(
      /– +✓ +✓ +✓ +policy-service-black-hole and 1 more$/,
    );
    expect(lines.find((line) => line.startsWith('log sink slow'))).toMatch(/○ +○ +○ +○ +not drilled$/);
    expect(coverageLines(plannedCoverage([]))).toEqual([]);
  });
});
