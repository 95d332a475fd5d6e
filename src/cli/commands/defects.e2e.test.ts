import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/result.ts';
import { defectIds } from '../../reference/defects/registry.ts';
import { parseResult } from '../../score/result-schema.ts';
import { authzDrill, runsFolder } from '../testing/authz-drill.ts';

interface Caught {
  readonly defect: string;
  /** The scenario that is made for it. */
  readonly scenario: string;
  /** What names it; without an action where chance decides which is asked for first. */
  readonly finding: Pick<Finding, 'violation' | 'fault'> & Partial<Pick<Finding, 'action'>>;
}

const expected: readonly Caught[] = [
  {
    defect: 'fail-open-on-timeout',
    scenario: 'policy-service/black-hole',
    finding: { violation: 'wrong-allow', action: 'payment:approve', fault: 'black-hole policy-service' },
  },
  {
    defect: 'cache-without-bound',
    scenario: 'policy-service/refused',
    finding: { violation: 'stale-allow', action: 'invoice:read', fault: 'refused policy-service' },
  },
  {
    defect: 'degrade-without-redaction',
    scenario: 'policy-service/server-errors',
    finding: { violation: 'obligation-missed', action: 'report:export', fault: 'status policy-service' },
  },
  {
    defect: 'stale-context-accepted',
    scenario: 'context/frozen',
    finding: { violation: 'stale-allow', action: 'payment:approve', fault: 'frozen context-service' },
  },
  {
    defect: 'cache-survives-rollback',
    scenario: 'rollback/bad-allow',
    finding: { violation: 'stale-allow', action: 'invoice:read', fault: 'refused policy-service' },
  },
  {
    defect: 'decision-not-logged',
    scenario: 'policy-service/not-json',
    finding: { violation: 'unlogged', action: 'payment:approve', fault: 'malformed policy-service' },
  },
  {
    defect: 'crash-on-outage',
    scenario: 'policy-service/refused',
    finding: { violation: 'no-decision', fault: 'refused policy-service' },
  },
  {
    defect: 'retry-past-budget',
    scenario: 'policy-service/black-hole',
    finding: { violation: 'late', action: 'payment:approve', fault: 'black-hole policy-service' },
  },
];

describe('a seeded defect', () => {
  it('is expected to be caught, whichever it is', () => {
    expect(expected.map(({ defect }) => defect).toSorted()).toEqual(defectIds.toSorted());
  });

  it.concurrent.for(expected)('$defect is caught by its own violation', { timeout: 120_000 }, async (one) => {
    const runs = await runsFolder();
    const ended = await authzDrill(
      'run',
      `scenarios/${one.scenario}.yaml`,
      '--defect',
      one.defect,
      '--out',
      runs,
      '--seed',
      '7',
    );
    expect(ended).toMatchObject({ code: 1 });
    const { verdict, findings } = parseResult(
      JSON.parse(await readFile(join(runs, 'latest', 'result.json'), 'utf8')),
    );
    expect(verdict).toBe('fail');
    expect(findings).toContainEqual(expect.objectContaining(one.finding));
  });
});
