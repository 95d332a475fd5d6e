import { Ajv } from 'ajv';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../model/result.ts';
import { judgementOf } from '../oracle/testing/judged.ts';
import { simulate } from '../oracle/testing/simulate.ts';
import { badAllowTakenBack, testPlan } from '../oracle/testing/test-plan.ts';
import { parseResult, resultJsonSchema } from './result-schema.ts';
import { scoreRun } from './score-run.ts';
import { finding, judgement } from './testing/judgements.ts';

const drilled = testPlan({ faults: [{ type: 'refused', on: 'policy-service' }], changes: badAllowTakenBack });

let result: Result;
let written: unknown;

beforeEach(() => {
  result = scoreRun([
    judgementOf(drilled, simulate(drilled, { seed: 1, defect: 'goes-back-a-revision', stalls: true })),
    judgement({}, { index: 1 }),
    judgement({ id: 'two' }, { index: 2, findings: [finding({ scenario: 'two' })] }),
  ]);
  written = JSON.parse(JSON.stringify(result));
});

describe('the schema of result.json', () => {
  it('reads back exactly what was written', () => {
    expect(parseResult(written)).toEqual(result);
  });

  it('is a draft-07 JSON Schema that accepts what a run makes', () => {
    const schema = resultJsonSchema();
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'authz-drill result',
    });
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(written);
    expect(validate.errors).toBeNull();
  });

  it('refuses what is none, and what comes from another version', () => {
    expect(() => parseResult({})).toThrow(/runId/);
    expect(() => parseResult(Object.assign({}, written, { schemaVersion: 99 }))).toThrow(/schemaVersion/);
    expect(() => parseResult(Object.assign({}, written, { verdict: 'fine' }))).toThrow(/verdict/);
  });

  it('reads what an earlier version wrote, which did not look at governance or say what nobody drilled', () => {
    const { governance: _, coverage, ...rest } = result;
    const { notDrilled: __, ...counted } = coverage;
    const scenarios = result.scenarios.map(({ rollbacks: ___, spread: ____, ...scenario }) => scenario);
    const earlier = parseResult(JSON.parse(JSON.stringify({ ...rest, scenarios, coverage: counted })));
    expect(earlier.governance).toEqual({
      checks: [],
      rollback: { objectiveMs: 0, drilledIn: [] },
      distributions: [],
      changes: [],
    });
    expect(earlier.coverage).toEqual({ ...counted, notDrilled: [] });
    expect(earlier.scenarios[0]).toMatchObject({ rollback: { badRevision: 2 }, rollbacks: [], spread: null });
  });

  it('passes over a field that a later version adds', () => {
    expect(() => parseResult(Object.assign({}, written, { mood: 'calm' }))).not.toThrow();
    const validate = new Ajv({ strict: false }).compile(resultJsonSchema());
    expect(validate(Object.assign({}, written, { mood: 'calm' }))).toBe(true);
  });
});
