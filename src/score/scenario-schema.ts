import { z } from 'zod';
import { outcomes } from '../model/decision.ts';
import type { FaultEffect, FaultSpec } from '../model/fault.ts';
import { dependencies } from '../model/fault.ts';
import type { Evidence, LatencyRow, Rollback, ScenarioResult, Timeline } from '../model/result.ts';
import { checkResult, count, counts, matrixRow, ms, verdict, violation } from './result-parts.ts';

const on = { on: z.enum(dependencies), replica: z.string().exactOptional() };

const spec: z.ZodType<FaultSpec> = z.discriminatedUnion('type', [
  z.object({ ...on, type: z.literal('refused') }),
  z.object({ ...on, type: z.literal('black-hole') }),
  z.object({ ...on, type: z.literal('latency'), latencyMs: ms, jitterMs: ms }),
  z.object({ ...on, type: z.literal('reset') }),
  z.object({ ...on, type: z.literal('half-answer'), bytes: count }),
  z.object({ ...on, type: z.literal('status'), status: count }),
  z.object({ ...on, type: z.literal('malformed') }),
  z.object({ ...on, type: z.literal('frozen') }),
  z.object({ ...on, type: z.literal('missing-attribute'), attribute: z.string() }),
]);

const effect: z.ZodType<FaultEffect> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['out', 'maybe-out', 'slow', 'lying']) }),
  z.object({ kind: z.enum(['input-frozen', 'input-missing']), input: z.string() }),
]);

const rollback: z.ZodType<Rollback> = z.object({
  badRevision: count,
  goodRevision: count.nullable(),
  policy: z.string(),
  objectiveMs: ms,
  totalMs: ms.nullable(),
  errorMs: ms,
  withinObjective: z.boolean().nullable(),
  phases: z.array(
    z.object({
      phase: z.enum(['exposure', 'detection', 'command', 'publication', 'activation', 'residue']),
      replica: z.string().nullable(),
      from: ms,
      to: ms,
      ms,
      errorMs: ms,
      note: z.string().nullable(),
    }),
  ),
  blastRadius: z.array(
    z.object({
      subject: z.string(),
      action: z.string(),
      resource: z.string(),
      wrong: z.enum(['allow', 'deny']),
      count,
    }),
  ),
  wrongAllows: count,
  wrongDenies: count,
});

const steps = z.array(count);

const timeline: z.ZodType<Timeline> = z.object({
  stepMs: ms,
  endMs: ms,
  phases: z.array(z.object({ name: z.string(), from: ms, to: ms })),
  faults: z.array(
    z.object({
      fault: z.string(),
      title: z.string(),
      spec,
      effect,
      requested: ms,
      effective: ms.nullable(),
      healRequested: ms.nullable(),
      healed: ms.nullable(),
      proof: z.string().nullable(),
    }),
  ),
  revisions: z.array(z.object({ t: ms, revision: count, policy: z.string() })),
  lanes: z.array(
    z.object({
      action: z.string(),
      allowed: steps,
      fallbackAllowed: steps,
      denied: steps,
      noDecision: steps,
    }),
  ),
  violations: z.array(z.object({ t: ms, action: z.string(), violation })),
});

const latency: z.ZodType<LatencyRow> = z.object({
  when: z.enum(['before', 'during', 'after']),
  p50: ms,
  p95: ms,
  p99: ms,
  max: ms,
  n: count,
});

const evidence: z.ZodType<Evidence> = z.object({
  steady: z.boolean(),
  faultsRequested: count,
  faultsProved: count,
  faultsHealed: count,
  requestsAsked: count,
  requestsSent: count,
  stalls: count,
  longestStallMs: ms,
  logRecords: count,
  logMatched: count,
  logExpected: count,
  cleanedUp: z.boolean(),
  processes: count,
  faultsLeft: count,
  clockUncertaintyMs: ms,
  journalSha256: z.string(),
  budgetMs: ms,
  outcomes: z.record(z.enum(outcomes), count),
  missing: z.array(z.string()),
});

/** One scenario of `result.json`. */
export const scenarioResult: z.ZodType<ScenarioResult> = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  file: z.string(),
  verdict,
  seed: z.number(),
  startedAt: z.string(),
  durationMs: ms,
  counts,
  checks: z.array(checkResult),
  matrix: z.array(matrixRow),
  findings: z.array(z.string()),
  rollback: rollback.nullable(),
  timeline,
  latency: z.array(latency),
  evidence,
  reproduce: z.string(),
});
