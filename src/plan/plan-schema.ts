import { z } from 'zod';
import type { Contract } from '../contract/contract.ts';
import { faultSpecSchema } from '../model/fault-schema.ts';
import { problemCodes, type Problem } from '../model/problem.ts';
import type { Target } from '../target/target.ts';
import type { Plan } from './plan.ts';

const decision = z.enum(['allow', 'deny']);
const ms = z.number().min(0);
const texts = z.array(z.string());

const fallback = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('deny') }),
  z.object({ mode: z.literal('degrade'), policy: z.string(), obligations: texts }),
  z.object({ mode: z.literal('cache'), maxAgeMs: ms, onMiss: z.literal('deny') }),
]);

const contract: z.ZodType<Contract> = z.object({
  service: z.string(),
  owner: z.object({ team: z.string(), contact: z.string(), approvers: texts, breakGlass: texts.default([]) }),
  policy: z.object({
    distribution: z.enum(['release', 'signed-bundle', 'runtime-fetch']),
    pollEveryMs: ms,
    longPollMs: ms.nullable().default(null),
    maxAgeMs: ms,
    onExpired: z.enum(['deny', 'degrade', 'keep']),
    rollback: z.object({ objectiveMs: ms }),
  }),
  inputs: z.record(
    z.string(),
    z.object({
      from: z.string(),
      local: z.boolean(),
      type: z.enum(['text', 'number', 'boolean']).nullable(),
      maxAgeMs: ms.nullable(),
      timeoutMs: ms.nullable(),
      onStale: z.enum(['deny', 'ignore']),
      onMissing: z.enum(['deny', 'ignore']),
    }),
  ),
  policyService: z.object({
    timeoutMs: ms,
    attempts: z.int().min(1),
    credential: z.object({ kind: z.string(), lifetimeMs: ms }),
  }),
  revocation: z.object({ boundMs: ms }),
  decisionLog: z.object({
    records: z.array(z.enum(['input', 'outcome', 'policyRevision', 'mode'])),
    whenSinkDown: z.enum(['buffer', 'drop', 'deny']),
    maxLoss: z.int().min(0),
  }),
  budgetMs: ms,
  normalWithinMs: ms,
  obligations: z.record(z.string(), z.object({ hide: texts })),
  actions: z.record(
    z.string(),
    z.object({
      risk: z.enum(['low', 'mid', 'high']),
      decide: z.enum(['local', 'remote', 'hybrid']),
      uses: texts,
      whenUnavailable: fallback.nullable(),
    }),
  ),
});

const target: z.ZodType<Target> = z.object({
  id: z.string(),
  folder: z.string(),
  start: z.object({ kind: z.literal('reference') }),
  policies: texts.exactOptional(),
  proxyPort: z.int(),
  credentials: z.object({
    keyFile: z.string(),
    issuer: z.string(),
    audience: z.string(),
    lifetimeMs: ms,
  }),
  subjects: z.record(z.string(), z.record(z.string(), z.unknown())),
  requests: z.record(
    z.string(),
    z.object({
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown(),
    }),
  ),
  answer: z.object({
    allow: z.array(z.int()),
    deny: z.array(z.int()),
    headers: z.object({
      decisionId: z.string(),
      mode: z.string(),
      revision: z.string(),
      ageMs: z.string(),
      reason: z.string(),
    }),
  }),
});

const place = { id: z.string(), phase: z.string() };

const detector = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('probes') }),
  z.object({ kind: z.literal('command'), command: texts.min(1), everyMs: ms.positive() }),
]);

const plannedChange = z.discriminatedUnion('kind', [
  z.object({
    ...place,
    at: ms,
    kind: z.literal('publish'),
    policy: z.string(),
    wrong: z.array(z.object({ cell: z.int().min(0), answers: z.enum(['allow', 'deny', 'none']) })),
    approvedBy: z.string().nullable().default(null),
    refused: z.boolean().default(false),
  }),
  z.object({
    ...place,
    at: ms,
    kind: z.literal('rollback'),
    of: z.string(),
    afterMs: ms,
    breakGlass: z.boolean().default(false),
    detector: detector.default({ kind: 'probes' }),
  }),
  z.object({
    ...place,
    at: ms,
    kind: z.literal('revoke'),
    subject: z.string(),
    policy: z.string(),
    denies: z.array(z.int().min(0)),
  }),
  z.object({
    ...place,
    at: ms,
    kind: z.literal('restart'),
    replica: z.string(),
    signal: z.enum(['SIGTERM', 'SIGKILL']),
  }),
]);

const warning: z.ZodType<Problem> = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.enum(problemCodes),
  file: z.string(),
  line: z.int(),
  col: z.int(),
  length: z.int(),
  message: z.string(),
  hint: z.string().exactOptional(),
  excerpt: z.array(z.object({ number: z.int(), text: z.string() })),
});

/** A plan as a journal's header holds it. */
const planSchema: z.ZodType<Plan> = z.object({
  scenario: z.object({ id: z.string(), title: z.string(), why: z.string(), file: z.string() }),
  seed: z.int(),
  contract,
  contractFile: z.string(),
  contractLines: z.record(z.string(), z.int()),
  target,
  replicas: texts.min(1),
  cells: z.array(
    z.object({
      as: z.string(),
      do: z.string(),
      on: z.string(),
      expect: decision,
      whenDegraded: decision,
      undeclared: z.boolean(),
    }),
  ),
  ratePerSecond: z.number().positive(),
  focusPerSecond: ms.default(0),
  load: z
    .object({
      engine: z.literal('k6'),
      ratePerSecond: z.number().positive(),
      thresholds: z.array(z.object({ phase: z.string(), p99Ms: ms })),
    })
    .exactOptional(),
  minSamples: z.int().min(1),
  phases: z.array(
    z.object({
      name: z.string(),
      from: ms,
      to: ms,
      steady: z.boolean(),
      ratePerSecond: z.number().positive(),
      normalWithinMs: ms,
    }),
  ),
  faults: z.array(z.object({ ...place, from: ms, to: ms, spec: faultSpecSchema })),
  changes: z.array(plannedChange),
  drainMs: ms,
  warnings: z.array(warning),
});

/** A plan that was read back, or why it could not be. */
export type ReadPlan =
  | { readonly plan: Plan; readonly error: undefined }
  | { readonly plan: undefined; readonly error: string };

/** Reads a plan out of a journal's header. `error` is one sentence that names the first part that does not fit. */
export function readPlan(value: unknown): ReadPlan {
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where =
      issue === undefined || issue.path.length === 0 ? 'the plan' : issue.path.map(String).join('.');
    return {
      plan: undefined,
      error: `${where} is not what a plan holds there: ${issue?.message ?? 'unknown'}`,
    };
  }
  const lost = danglingReference(parsed.data);
  return lost === undefined ? { plan: parsed.data, error: undefined } : { plan: undefined, error: lost };
}

/** What a plan names must be in it, or judging it would stop half-way. */
function danglingReference(plan: Plan): string | undefined {
  const phases = new Set(plan.phases.map(({ name }) => name));
  const publications = new Set(plan.changes.flatMap((one) => (one.kind === 'publish' ? [one.id] : [])));
  for (const cell of plan.cells) {
    if (!cell.undeclared && !Object.hasOwn(plan.contract.actions, cell.do))
      return `the plan's contract has no action "${cell.do}"`;
  }
  for (const { id, phase } of [...plan.faults, ...plan.changes]) {
    if (!phases.has(phase)) return `"${id}" belongs to the phase "${phase}", which the plan does not have`;
  }
  for (const one of plan.changes) {
    if (one.kind === 'rollback' && !publications.has(one.of)) {
      return `"${one.id}" takes back "${one.of}", which the plan does not publish`;
    }
    if (one.kind === 'restart' && !plan.replicas.includes(one.replica)) {
      return `"${one.id}" restarts "${one.replica}", which the plan does not have`;
    }
    if (cellsNamedBy(one).some((cell) => plan.cells[cell] === undefined)) {
      return `"${one.id}" speaks of a cell that the plan does not have`;
    }
  }
  return undefined;
}

function cellsNamedBy(change: Plan['changes'][number]): readonly number[] {
  if (change.kind === 'publish') return change.wrong.map(({ cell }) => cell);
  return change.kind === 'revoke' ? change.denies : [];
}
