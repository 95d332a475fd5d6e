import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Grade, Governance, MatrixCell, Result, Rollback, Verdict } from '../model/result.ts';
import { parseResult, resultJsonSchema } from './result-schema.ts';
import { scoreRun } from './score-run.ts';
import { cell, check, governanceReport, judgement } from './testing/judgements.ts';

const phases: readonly Rollback['phases'][number]['phase'][] = [
  'exposure',
  'detection',
  'command',
  'publication',
  'activation',
  'residue',
];

const touched = (['allow', 'deny', 'none'] as const).map((wrong) => ({
  subject: 'mallory',
  action: 'invoice:read',
  resource: 'invoice/i-1',
  wrong,
  count: 2,
}));

/** A rollback of which all is told. */
const rollback: Rollback = {
  badRevision: 2,
  goodRevision: 3,
  policy: 'bad-allow',
  objectiveMs: 5_000,
  totalMs: 1_234,
  errorMs: 40,
  withinObjective: true,
  phases: phases.map((phase) => ({ phase, replica: 'r0', from: 1, to: 3, ms: 2, errorMs: 1, note: 'So.' })),
  blastRadius: touched.map((row) => ({ ...row, exposed: ['/rows/0/iban'] })),
  wrongAllows: 1,
  wrongDenies: 2,
  undecided: 3,
  detector: 'command',
  breakGlass: true,
  orderedBy: 'on-call',
  approvedBy: 'security',
  advice: ['Push it.'],
};

const spread = { rollbacks: 2, measured: 2, medianMs: 9, worstMs: 10, errorMs: 1, withinObjective: 2 };

function resultWith(parts: Partial<Result>): Result {
  return { ...scoreRun([judgement()]), ...parts };
}

function governedBy(parts: Partial<Governance>): Result {
  const result = scoreRun([judgement()]);
  return { ...result, governance: { ...result.governance, ...parts } };
}

function readBack(result: unknown): Result {
  return parseResult(JSON.parse(JSON.stringify(result)));
}

describe('a result says all that it may say', () => {
  it.each(['A', 'B', 'C', 'D', 'F', null] satisfies readonly (Grade | null)[])('the grade %s', (grade) => {
    expect(readBack(resultWith({ grade })).grade).toBe(grade);
  });

  it.each(['pass', 'fail', 'inconclusive'] satisfies readonly Verdict[])('the verdict %s', (verdict) => {
    expect(readBack(resultWith({ verdict })).verdict).toBe(verdict);
  });

  it('every outcome of a check', () => {
    const outcomes = ['pass', 'fail', 'inconclusive', 'not-applicable'] as const;
    const checks = outcomes.map((outcome) => check({ outcome }));
    expect(readBack(governedBy({ checks })).governance.checks).toEqual(checks);
  });

  it('every way of distribution, and every change', () => {
    const { distribution } = governanceReport();
    const distributions = (['release', 'signed-bundle', 'runtime-fetch'] as const).flatMap((way) =>
      (['deny', 'degrade', 'keep'] as const).map((onExpired) => ({
        ...distribution,
        way,
        onExpired,
        scenarios: ['one'],
      })),
    );
    const changes = (['publish', 'rollback', 'revoke'] as const).flatMap((kind) =>
      (['served', 'refused', 'failed', 'unanswered'] as const).map((outcome) => ({
        kind,
        outcome,
        by: 'authz-drill',
        approvedBy: 'security',
        breakGlass: false,
        count: 1,
        scenarios: ['one'],
      })),
    );
    expect(readBack(governedBy({ distributions, changes })).governance).toMatchObject({
      distributions,
      changes,
    });
  });

  it('every standing of a cell', () => {
    const statuses: readonly MatrixCell['status'][] = [
      'pass',
      'fail',
      'inconclusive',
      'not-drilled',
      'not-applicable',
    ];
    const matrix = [{ fault: 'f', title: 'a fault', cells: statuses.map((status) => cell({ status })) }];
    expect(readBack(resultWith({ matrix })).matrix).toEqual(matrix);
  });

  it('every part of a rollback', () => {
    const rollbacks = [rollback, { ...rollback, detector: 'probes' as const }];
    const result = scoreRun([judgement({ rollback, rollbacks, spread })]);
    expect(readBack(result).scenarios[0]).toMatchObject({ rollback, rollbacks, spread });
  });
});

describe('a result of an earlier version', () => {
  const { undecided, detector, breakGlass, orderedBy, approvedBy, advice, ...earlier } = rollback;

  function written(): unknown {
    const { governance, ...result } = scoreRun([judgement()]);
    const { distributions: _, changes: __, ...ofGovernance } = governance;
    const [scenario] = result.scenarios;
    return JSON.parse(
      JSON.stringify({
        ...result,
        governance: ofGovernance,
        scenarios: [{ ...scenario, rollback: { ...earlier, blastRadius: touched } }],
      }),
    );
  }

  it('is read as one that does not say', () => {
    const result = parseResult(written());
    expect(result.governance).toMatchObject({ distributions: [], changes: [] });
    expect(result.scenarios[0]?.rollback).toEqual({
      ...earlier,
      blastRadius: touched.map((row) => ({ ...row, exposed: [] })),
      undecided: 0,
      detector: null,
      breakGlass: false,
      orderedBy: null,
      approvedBy: null,
      advice: [],
    });
    expect([undecided, detector, breakGlass, orderedBy, approvedBy, advice]).not.toContain(undefined);
  });

  it('is what the published schema accepts, too', () => {
    const validate = new Ajv({ strict: false }).compile(resultJsonSchema());
    validate(written());
    expect(validate.errors).toBeNull();
  });
});
