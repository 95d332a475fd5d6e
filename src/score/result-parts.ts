import { z } from 'zod';
import type { CheckResult } from '../model/check.ts';
import { modes } from '../model/decision.ts';
import type { CategoryScore, Counts, Coverage, Finding, Governance, MatrixRow } from '../model/result.ts';
import { violationsBySeverity } from '../model/violation.ts';

/** Parts of `result.json` that a run and its scenarios share. */
export const count = z.int().min(0);
export const ms = z.number();
export const verdict = z.enum(['pass', 'fail', 'inconclusive']);
export const violation = z.enum(violationsBySeverity);
const severity = z.enum(['critical', 'major', 'minor']);
const category = z.enum(['safety', 'availability', 'freshness', 'rollback', 'evidence']);
const texts = z.array(z.string());

const controls = z.object({ csf: texts, sp80053: texts, aiRmf: texts, nhi: texts });

export const categories: z.ZodType<CategoryScore[]> = z.array(
  z.object({
    category,
    weight: z.number(),
    score: z.number().min(0).max(100).nullable(),
    checks: count,
  }),
);

export const coverage: z.ZodType<Coverage> = z.object({
  drilled: count,
  cells: count,
  percent: z.number().min(0).max(100),
  // Results of earlier versions do not say.
  notDrilled: z.array(z.object({ fault: z.string(), title: z.string(), actions: texts })).default([]),
});

export const counts: z.ZodType<Counts> = z.object({
  observations: count,
  pass: count,
  wrongAllow: count,
  wrongDeny: count,
  noDecision: count,
  inconclusive: count,
  byMode: z.record(z.enum(modes), count),
});

export const checkResult: z.ZodType<CheckResult> = z.object({
  id: z.string(),
  title: z.string(),
  failureTitle: z.string(),
  why: z.string(),
  fix: z.string(),
  category,
  severity,
  controls,
  outcome: z.enum(['pass', 'fail', 'inconclusive', 'not-applicable']),
  judged: count,
  failed: count,
  inconclusive: count,
  note: z.string().nullable(),
  violations: z.array(violation),
});

export const governance: z.ZodType<Governance> = z.object({
  checks: z.array(checkResult),
  rollback: z.object({ objectiveMs: ms, loosestObjectiveMs: ms.exactOptional(), drilledIn: texts }),
  // Results of earlier versions do not say.
  distributions: z
    .array(
      z.object({
        way: z.enum(['release', 'signed-bundle', 'runtime-fetch']),
        pollEveryMs: ms,
        longPollMs: ms.nullable(),
        maxAgeMs: ms,
        onExpired: z.enum(['deny', 'degrade', 'keep']),
        approvers: texts,
        breakGlass: texts,
        scenarios: texts,
      }),
    )
    .default([]),
  changes: z
    .array(
      z.object({
        kind: z.enum(['publish', 'rollback', 'revoke']),
        outcome: z.enum(['served', 'refused', 'failed', 'unanswered']),
        by: z.string().nullable(),
        approvedBy: z.string().nullable(),
        breakGlass: z.boolean(),
        count,
        scenarios: texts,
      }),
    )
    .default([]),
});

export const matrixRow: z.ZodType<MatrixRow> = z.object({
  fault: z.string(),
  title: z.string(),
  cells: z.array(
    z.object({
      action: z.string(),
      status: z.enum(['pass', 'fail', 'inconclusive', 'not-drilled', 'not-applicable']),
      declared: z.string(),
      judged: count,
      failed: count,
      inconclusive: count,
      needed: count,
      violation: violation.nullable(),
      severity: severity.nullable(),
      finding: z.string().nullable(),
    }),
  ),
});

export const findingSchema: z.ZodType<Finding> = z.object({
  id: z.string(),
  fingerprint: z.string(),
  check: z.string(),
  title: z.string(),
  headline: z.string(),
  violation,
  severity,
  scenario: z.string(),
  action: z.string().nullable(),
  fault: z.string().nullable(),
  phase: z.string().nullable(),
  declared: z.object({ text: z.string(), file: z.string(), line: count.nullable() }),
  seen: z.object({
    text: z.string(),
    count,
    of: count,
    first: ms,
    last: ms,
    replicas: texts,
    decisions: texts,
  }),
  why: z.string(),
  fix: z.string(),
  reproduce: z.string(),
  controls,
});
