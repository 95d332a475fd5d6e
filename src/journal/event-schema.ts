import { z } from 'zod';
import { modes, outcomes } from '../model/decision.ts';
import { journalFormat, proxyEdges } from '../model/event.ts';
import { dependencies, faultSites } from '../model/fault.ts';
import { faultEffectSchema, faultSpecSchema } from '../model/fault-schema.ts';

const time = z.number();
const count = z.int().nonnegative();
const outcome = z.enum(outcomes);
const mode = z.enum(modes);
const dependency = z.enum(dependencies);

const header = z.strictObject({
  type: z.literal('header'),
  format: z.literal(journalFormat),
  runId: z.string(),
  index: count,
  startedAt: z.string(),
  harness: z.strictObject({ name: z.string(), version: z.string() }),
  machine: z.strictObject({ node: z.string(), platform: z.string(), cpus: count }),
  reproduce: z.string(),
  defect: z.string().nullable(),
  commit: z.string().nullable(),
  policyService: z.string().exactOptional(),
  engine: z.string().exactOptional(),
  plan: z.unknown(),
});

const phase = z.strictObject({
  type: z.literal('phase'),
  t: time,
  phase: z.string(),
  edge: z.enum(['start', 'end']),
});

const gate = z.strictObject({
  type: z.literal('gate'),
  t: time,
  phase: z.string(),
  steady: z.boolean(),
  reasons: z.array(z.string()).readonly(),
});

const observation = z.strictObject({
  type: z.literal('observation'),
  id: count,
  cell: count,
  replica: z.string(),
  intended: time,
  sent: time,
  received: time,
  outcome,
  status: count.exactOptional(),
  mode: mode.exactOptional(),
  revision: count.exactOptional(),
  decisionId: z.string().exactOptional(),
  ageMs: time.exactOptional(),
  reason: z.string().exactOptional(),
  exposed: z.array(z.string()).readonly().exactOptional(),
  error: z.string().exactOptional(),
  source: z.literal('k6').exactOptional(),
  tookMs: time.exactOptional(),
});

const fault = z.strictObject({
  type: z.literal('fault'),
  t: time,
  fault: z.string(),
  phase: z.string(),
  spec: faultSpecSchema,
  effect: faultEffectSchema,
  edge: z.enum(['requested', 'effective', 'heal-requested', 'healed', 'failed']),
  proof: z.string().exactOptional(),
});

const canary = z.strictObject({
  type: z.literal('canary'),
  path: z.string(),
  dependency: z.enum(faultSites),
  sent: time,
  received: time,
  symptom: z.string(),
});

const proxy = z.strictObject({
  type: z.literal('proxy'),
  t: time,
  id: count,
  path: z.string(),
  edge: z.enum(proxyEdges),
  toxic: z.string().exactOptional(),
  detail: z.string().exactOptional(),
  traffic: z
    .strictObject({
      connections: count,
      unreachable: count,
      fromConsumerBytes: count,
      toDependencyBytes: count,
      fromDependencyBytes: count,
      toConsumerBytes: count,
    })
    .exactOptional(),
});

const change = z.strictObject({
  type: z.literal('change'),
  t: time,
  change: z.string(),
  kind: z.enum(['publish', 'rollback', 'revoke', 'restart']),
  edge: z.enum(['detected', 'ordered', 'served', 'refused', 'failed']),
  revision: count.exactOptional(),
  policy: z.string().exactOptional(),
  replica: z.string().exactOptional(),
  by: z.string().exactOptional(),
  approvedBy: z.string().exactOptional(),
  breakGlass: z.literal(true).exactOptional(),
  detector: z.enum(['probes', 'command']).exactOptional(),
  note: z.string().exactOptional(),
});

const decisionLog = z.strictObject({
  type: z.literal('decision-log'),
  t: time,
  decisionId: z.string(),
  replica: z.string(),
  outcome: z.enum(['allow', 'deny']),
  mode,
  revision: count,
  subject: z.string(),
  action: z.string(),
  resource: z.string(),
  inputs: z.array(z.string()).readonly(),
});

const stall = z.strictObject({
  type: z.literal('stall'),
  from: time,
  to: time,
  source: z.string(),
  stalledMs: time,
});

const traffic = z.strictObject({
  type: z.literal('traffic'),
  dependency,
  from: time,
  to: time,
  requests: count,
});

const load = z.strictObject({
  type: z.literal('load'),
  t: time,
  engine: z.literal('k6'),
  edge: z.enum(['absent', 'started', 'ended']),
  version: z.string().exactOptional(),
  code: z.int().nullable().exactOptional(),
  asked: count.exactOptional(),
  answered: count.exactOptional(),
  dropped: count.exactOptional(),
  thresholds: z
    .array(
      z.strictObject({
        phase: z.string(),
        withinMs: time,
        p99Ms: time.nullable(),
        answers: count,
        held: z.boolean(),
      }),
    )
    .readonly()
    .exactOptional(),
  note: z.string().exactOptional(),
});

const processEvent = z.strictObject({
  type: z.literal('process'),
  t: time,
  name: z.string(),
  edge: z.enum(['started', 'exited']),
  pid: count,
  code: z.int().nullable().exactOptional(),
  signal: z.string().nullable().exactOptional(),
  expected: z.boolean(),
});

const cleanup = z.strictObject({
  type: z.literal('cleanup'),
  t: time,
  step: z.string(),
  ok: z.boolean(),
  note: z.string().exactOptional(),
});

const end = z.strictObject({
  type: z.literal('end'),
  t: time,
  reason: z.enum(['completed', 'not-steady', 'interrupted', 'failed']),
  note: z.string().exactOptional(),
  requested: count,
  achieved: count,
  unasked: count.exactOptional(),
});

/** Every line of a journal, as `model/event.ts` describes it; an unknown key is refused. */
export const eventSchema = z.discriminatedUnion('type', [
  header,
  phase,
  gate,
  observation,
  fault,
  canary,
  proxy,
  change,
  decisionLog,
  stall,
  traffic,
  load,
  processEvent,
  cleanup,
  end,
]);
