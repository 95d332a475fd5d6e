import { z } from 'zod';
import { duration, positiveDuration } from '../contract/duration.ts';
import type { Change, Probe, ScenarioPhase, WrongAnswer } from './scenario.ts';
import { fault } from './fault-schema.ts';

const name = z.string().regex(/^\S+$/, { error: 'a name is one word without blanks' });
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
  error: 'write it in small letters, digits and hyphens, such as policy-service-refused',
});
const replicaName = z.string().regex(/^r\d+$/, { error: 'replicas are called r0, r1, …' });
const decision = z.enum(['allow', 'deny']);

const cell = {
  as: name.describe('Who asks: a subject of the target file.'),
  do: name.describe('For which action: one of the contract.'),
  on: z
    .string()
    .regex(/^[^\s/]+\/\S+$/, { error: 'a resource is written <type>/<id>, such as invoice/i-1' })
    .describe('On which resource: <type>/<id>, such as invoice/i-1.'),
};

/** One cell that is probed. */
export const probe = z
  .strictObject({
    ...cell,
    expect: decision.describe('The right answer when all is well.'),
    whenDegraded: decision
      .optional()
      .describe("The coarse policy's answer, for an action that degrades; the same as expect if left out."),
    undeclared: z
      .boolean()
      .default(false)
      .describe('The contract does not have this action, and whoever asks for it has to be denied.'),
  })
  .transform((spelt): Probe => ({ ...spelt, whenDegraded: spelt.whenDegraded ?? spelt.expect }));

/** A list of probes, as a file of its own that several scenarios may share. */
export const probesFile = z
  .array(probe)
  .min(1, { error: 'a list of probes has at least one' })
  .describe('Who asks for what on which resource, and what is right when all is well.');

const wrong: z.ZodType<WrongAnswer> = z.strictObject({
  ...cell,
  answers: z
    .enum(['allow', 'deny', 'none'])
    .describe(
      'What this probe gets while the policy is in force, which is not right. none: the policy service does not come to an answer in time.',
    ),
});

const detector = z
  .strictObject({
    command: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'A program and its arguments. It is run again and again; that it ends with code 0 is the alarm.',
      ),
    every: positiveDuration.prefault('200ms').describe('How often it is run.'),
  })
  .transform((spelt) => ({ kind: 'command' as const, command: spelt.command, everyMs: spelt.every }));

const change = z.union([
  z
    .strictObject({
      publish: name.describe("Name of the policy content to publish: a folder of the target's policies."),
      wrong: z
        .array(wrong)
        .default([])
        .describe('Probes whose right answer this policy changes, and to what. Nothing for a good policy.'),
      approvedBy: name
        .optional()
        .describe('In whose name it is approved; the first approver of the contract if left out.'),
      refused: z
        .boolean()
        .default(false)
        .describe('Change control has to refuse it: nothing of it may ever be in force.'),
    })
    .transform((spelt): Change => ({
      kind: 'publish',
      policy: spelt.publish,
      wrong: spelt.wrong,
      approvedBy: spelt.approvedBy ?? null,
      refused: spelt.refused,
    })),
  z
    .strictObject({
      rollback: name.describe('What is taken back: the policy that was published, or the phase that did so.'),
      after: duration
        .default(0)
        .describe(
          'Shortest pause between the first wrong decision seen and the command, as an operator needs it; the command never comes before the phase.',
        ),
      breakGlass: z
        .boolean()
        .default(false)
        .describe('Break the glass when the rollback is refused, as by a rule that locks out the operator.'),
      detector: detector
        .optional()
        .describe('Who finds out that the rule is bad: your own alarm; the probes if left out.'),
    })
    .transform((spelt): Change => ({
      kind: 'rollback',
      of: spelt.rollback,
      afterMs: spelt.after,
      breakGlass: spelt.breakGlass,
      detector: spelt.detector ?? { kind: 'probes' },
    })),
  z
    .strictObject({
      revoke: name.describe('The subject that loses everything it was allowed.'),
      policy: name.describe(
        "Name of the policy content that takes it away: a folder of the target's policies.",
      ),
    })
    .transform((spelt): Change => ({ kind: 'revoke', subject: spelt.revoke, policy: spelt.policy })),
  z
    .strictObject({
      restart: replicaName.describe(
        'The replica whose process ends and is started again, at the same address.',
      ),
      signal: z
        .enum(['SIGTERM', 'SIGKILL'])
        .default('SIGTERM')
        .describe('What ends it: SIGTERM asks, SIGKILL does not.'),
    })
    .transform((spelt): Change => ({ kind: 'restart', replica: spelt.restart, signal: spelt.signal })),
]);

/** `80/s`, parsed to requests a second. */
const rate = z
  .string({ error: 'a rate is written 80/s' })
  .regex(/^\d+(\.\d+)?\/s$/, { error: 'a rate is written 80/s' })
  .transform((text) => Number(text.slice(0, -2)))
  .refine((perSecond) => perSecond > 0, { error: 'a rate is more than nothing' });

/** More would say more of the harness than of the application. */
const mostFocusPerSecond = 1_000;

/** What one machine can ask and judge at the same time. */
const mostBackgroundPerSecond = 2_000;

/** Timers of the runtime cannot be set for longer than some 24 days. */
const longestPhaseMs = 24 * 60 * 60 * 1_000;

/** The keys of a phase, which `draft.ts` reads leniently and `phase` strictly. */
export const phaseKeys = {
  name: slug.describe('Name of the phase, unique in its scenario.'),
  for: positiveDuration
    .refine((ms) => ms <= longestPhaseMs, { error: 'a phase lasts a day at most' })
    .describe('How long it lasts.'),
  steady: z
    .boolean()
    .default(false)
    .describe(
      'A gate: unless every probe gets its right answer here, nothing is injected and the run is inconclusive.',
    ),
  normalWithin: duration
    .optional()
    .describe(
      "How long after this phase's start a fallback may linger; the contract's normalWithin if left out.",
    ),
  faults: z.array(fault).default([]).describe('Faults that are active exactly as long as the phase lasts.'),
  load: z
    .strictObject({
      rate: rate.optional().describe('Probes a second while the phase lasts, such as 240/s.'),
      p99: positiveDuration
        .optional()
        .describe(
          "With k6: within what 99 of 100 of its answers are to come in this phase; the contract's budget where the phase has faults, if left out.",
        ),
    })
    .optional()
    .describe("How much is asked in this phase; the scenario's load if left out."),
  changes: z
    .array(change)
    .default([])
    .describe(
      "Changes made at the phase's start, once its faults are in place, in this order: of the policy, or of a replica's process.",
    ),
};

const phase = z.strictObject(phaseKeys).transform((spelt): ScenarioPhase => ({
  name: spelt.name,
  forMs: spelt.for,
  steady: spelt.steady,
  ratePerSecond: spelt.load?.rate ?? null,
  p99Ms: spelt.load?.p99 ?? null,
  normalWithinMs: spelt.normalWithin ?? null,
  faults: spelt.faults,
  changes: spelt.changes,
}));

const required = {
  scenario: slug.describe('Id of the scenario, unique in a run. A file without it is a base for others.'),
  title: z.string().min(1).describe('What is drilled, in a line.'),
  why: z.string().min(1).describe('Why it is worth drilling: the failure it stands for.'),
  contract: z.string().min(1).describe('Path of the contract file, from the folder of this file.'),
  target: z
    .string()
    .min(1)
    .describe(
      'Path of the target file, from the folder of this file; or reference, the application that comes along.',
    ),
  phases: z
    .array(phase)
    .min(1, { error: 'a scenario has at least one phase' })
    .describe('What happens, one phase after the other.'),
};

const optional = {
  replicas: z.int().min(1).max(16).default(2).describe('How many replicas of the application run.'),
  load: z
    .strictObject({
      rate: rate.describe('Probes a second over all replicas and probes, such as 80/s.').prefault('80/s'),
      focus: rate
        .refine((perSecond) => perSecond <= mostFocusPerSecond, { error: 'at most 1000/s' })
        .describe(
          'Most probes a second that come on top while a bad rule comes into force or goes, so that the moment is known more exactly.',
        )
        .prefault('400/s'),
      engine: z
        .enum(['built-in', 'k6'], { error: 'the engines are built-in and k6' })
        .default('built-in')
        .describe(
          'k6: a k6 of this machine asks on top of the probes, and its answers are judged like theirs. built-in: nothing does.',
        ),
      background: rate
        .refine((perSecond) => perSecond <= mostBackgroundPerSecond, { error: 'at most 2000/s' })
        .optional()
        .describe(
          'With k6: requests a second on top of the probes, such as 200/s; as many as the probes if left out.',
        ),
    })
    .prefault({})
    .describe('How much is asked.'),
  repeat: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe(
      'How many times the phases after the gate are gone through, so that a rollback gives a distribution.',
    ),
  evidence: z
    .strictObject({
      minSamples: z
        .int()
        .min(1)
        .default(20)
        .describe('Answers of a probe (over all replicas) that a phase needs before it is evidence.'),
      bounds: z
        .boolean()
        .default(true)
        .describe(
          'Whether its faults are meant to outlast what may be repeated or held meanwhile. False for a short drill, where another one sees to the bound.',
        ),
    })
    .prefault({})
    .describe('What it takes to believe a result.'),
  drain: positiveDuration
    .prefault('3s')
    .describe('After the last phase, how long the decision log may take to be complete.'),
};

const base = z
  .string()
  .min(1)
  .optional()
  .describe("Path of a base file, from the folder of this file; this file's keys win, lists are replaced.");

/** The keys of a whole scenario. */
export const wholeKeys = { extends: base, ...required, ...optional, probes: probesFile };

/** A scenario with its base files merged in and its list of probes read. */
export const wholeScenario = z.strictObject(wholeKeys);

/** What one file may hold: anything of a scenario, since a base may have the rest. */
export const scenarioFile = z
  .strictObject({
    ...z.strictObject({ ...required, ...optional }).partial().shape,
    extends: base,
    probes: z
      .union([z.string().min(1), probesFile])
      .optional()
      .describe('The probes, or the path of a file that lists them, from the folder of this file.'),
  })
  .describe('One drill: who asks for what, and what breaks in which phase.');
