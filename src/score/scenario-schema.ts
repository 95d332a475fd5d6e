import { z } from 'zod';
import { outcomes } from '../model/decision.ts';
import { faultEffectSchema, faultSpecSchema } from '../model/fault-schema.ts';
import type {
  Evidence,
  LoadEvidence,
  LatencyRow,
  Rollback,
  RollbackSpread,
  ScenarioResult,
  Timeline,
} from '../model/result.ts';
import { checkResult, count, counts, matrixRow, ms, verdict, violation } from './result-parts.ts';

// What earlier versions did not say of a rollback has a default.
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
      wrong: z.enum(['allow', 'deny', 'none']),
      count,
      exposed: z.array(z.string()).default([]),
    }),
  ),
  wrongAllows: count,
  wrongDenies: count,
  undecided: count.default(0),
  detector: z.enum(['probes', 'command']).nullable().default(null),
  breakGlass: z.boolean().default(false),
  orderedBy: z.string().nullable().default(null),
  approvedBy: z.string().nullable().default(null),
  advice: z.array(z.string()).default([]),
});

const spread: z.ZodType<RollbackSpread> = z.object({
  rollbacks: count,
  measured: count,
  medianMs: ms.nullable(),
  worstMs: ms.nullable(),
  errorMs: ms,
  withinObjective: count,
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
      spec: faultSpecSchema,
      effect: faultEffectSchema,
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
  // Before they were counted by step, each had an entry of its own.
  violations: z.array(z.object({ t: ms, count: count.default(1), action: z.string(), violation })),
});

const latency: z.ZodType<LatencyRow> = z.object({
  when: z.enum(['before', 'during', 'after']),
  p50: ms,
  p95: ms,
  p99: ms,
  max: ms,
  n: count,
});

const load: z.ZodType<LoadEvidence> = z.object({
  engine: z.literal('k6'),
  version: z.string().nullable(),
  asked: count,
  answered: count,
  dropped: count,
  exitCode: z.int().nullable(),
  thresholds: z.array(
    z.object({
      phase: z.string(),
      withinMs: ms,
      p99Ms: ms.nullable(),
      answers: count,
      held: z.boolean(),
    }),
  ),
  note: z.string().exactOptional(),
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
  policyService: z.string().exactOptional(),
  engine: z.string().exactOptional(),
  journalSha256: z.string(),
  budgetMs: ms,
  outcomes: z.record(z.enum(outcomes), count),
  load: load.exactOptional(),
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
  rollbacks: z.array(rollback).default([]),
  spread: spread.nullable().default(null),
  timeline,
  latency: z.array(latency),
  evidence,
  reproduce: z.string(),
});
