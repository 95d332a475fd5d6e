import { z } from 'zod';
import type { ActionDeclaration, Contract, DecisionInput, Fallback } from './contract.ts';
import { duration, positiveDuration } from './duration.ts';

const name = z.string().regex(/^\S+$/, { error: 'a name is one word without blanks' });

const owner = z.strictObject({
  team: z.string().min(1).describe('The team that answers for this service.'),
  contact: z.string().min(1).describe('Where to reach it: an address, a channel, a pager.'),
  approvers: z
    .array(z.string().min(1))
    .default([])
    .describe('Who may approve a change of this contract or of the policy it speaks of.'),
  breakGlass: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Who may take a policy back alone, in an emergency, when the bad rule locks everybody else out.',
    ),
});

const policy = z.strictObject({
  distribution: z
    .enum(['release', 'signed-bundle', 'runtime-fetch'])
    .describe(
      'How policy reaches a replica: built into the release, polled as a signed bundle, or fetched when a decision needs it.',
    ),
  pollEvery: positiveDuration.describe('How often a replica asks for a new bundle.'),
  longPoll: positiveDuration
    .optional()
    .describe(
      'Longest the bundle service may hold back its answer until there is a newer bundle. Replicas then need not wait for the next poll.',
    ),
  maxAge: positiveDuration.describe(
    'Longest a replica may go on deciding on a bundle that it cannot confirm (no verified 200 or 304).',
  ),
  onExpired: z
    .enum(['deny', 'degrade', 'keep'])
    .describe('What a replica does once its bundle is older than maxAge.'),
  rollback: z
    .strictObject({
      objective: positiveDuration.describe(
        'From the rollback command to the last wrong decision on any replica.',
      ),
    })
    .describe('How fast a bad rule has to be gone.'),
});

const input = z.strictObject({
  from: name.describe('Where the value comes from: token, database, or a service such as risk-service.'),
  local: z.boolean().describe('Whether the application has it at hand without asking another service.'),
  type: z
    .enum(['text', 'number', 'boolean'])
    .optional()
    .describe('What its values are. A value of another type is none, so onMissing says what is done.'),
  maxAge: positiveDuration
    .optional()
    .describe('Oldest value a decision may rest on. Required for an input that is not local.'),
  timeout: positiveDuration
    .optional()
    .describe('Longest the application waits for the value. Required for an input that is not local.'),
  onStale: z
    .enum(['deny', 'ignore'])
    .default('deny')
    .describe('What a decision does with a value older than maxAge: deny, or decide without it.'),
  onMissing: z
    .enum(['deny', 'ignore'])
    .default('deny')
    .describe('What a decision does when there is no value at all.'),
});

const fallback = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('deny').describe('Deny until the policy service answers again.') }),
  z.strictObject({
    mode: z.literal('degrade').describe('Decide in the process, by a coarser policy of the same bundle.'),
    policy: name.describe('Name of that coarse policy. It must never allow what the full policy denies.'),
    obligations: z
      .array(name)
      .default([])
      .describe('Obligations, by name, that a degraded answer has to meet.'),
  }),
  z.strictObject({
    mode: z
      .literal('cache')
      .describe(
        "Repeat this replica's last remote decision for the same subject, action and resource while it is fresh.",
      ),
    maxAge: positiveDuration.describe(
      'Oldest remote decision that may be repeated, counted from the moment its answer arrived.',
    ),
    onMiss: z.literal('deny').default('deny').describe('What happens without a fresh decision to repeat.'),
  }),
]);

const action = z.strictObject({
  risk: z.enum(['low', 'mid', 'high']).describe('How much harm a wrong allow of this action does.'),
  decide: z
    .enum(['local', 'remote', 'hybrid'])
    .describe(
      'Where it is decided: in the process; by the policy service; or by a coarse local rule first and then the policy service.',
    ),
  uses: z.array(name).default([]).describe('Names of the decision inputs that it rests on.'),
  whenUnavailable: fallback
    .optional()
    .describe(
      'What the application does when the policy service cannot be asked. Required unless the action is decided locally.',
    ),
});

/** A contract file: what is parsed has its durations in milliseconds under the file's own names. */
export const contractFile = z
  .strictObject({
    contract: z.literal(1).describe('Version of this file format.'),
    service: name.describe('Name of the service this contract speaks for.'),
    owner: owner.describe('Who declares this and answers for it.'),
    policy: policy.describe('How policy is distributed, how old it may be, and how fast it is taken back.'),
    inputs: z
      .record(name, input)
      .default({})
      .describe('Every decision input by name, and whether the application has it locally.'),
    policyService: z
      .strictObject({
        timeout: positiveDuration.describe('Longest one decision may be waited for, retries included.'),
        attempts: z
          .int()
          .min(1)
          .default(1)
          .describe('Most requests to it for one decision; 1 means that nothing is asked twice.'),
        credential: z
          .strictObject({
            kind: name.describe('What the application authenticates with, such as workload-token.'),
            lifetime: positiveDuration.describe('How long one credential is valid.'),
          })
          .describe('How the application authenticates to the policy service.'),
      })
      .describe('The remote policy decision point.'),
    revocation: z
      .strictObject({
        bound: positiveDuration.describe('From a revocation to the last allow for the revoked subject.'),
      })
      .describe('How fast a revocation has to bite.'),
    decisionLog: z
      .strictObject({
        records: z
          .array(z.enum(['input', 'outcome', 'policyRevision', 'mode']))
          .min(1)
          .describe('What every decision-log record holds.'),
        whenSinkDown: z
          .enum(['buffer', 'drop', 'deny'])
          .describe('While the sink is down: keep records for later, drop them, or stop deciding.'),
        maxLoss: z.int().min(0).default(0).describe('Records that may be missing for good.'),
      })
      .describe('The record of every decision.'),
    budget: positiveDuration.describe('Slowest answer a caller may get, fault or no fault.'),
    normalWithin: duration.describe('After healing, how long the application may go on with its fallback.'),
    obligations: z
      .record(
        name,
        z.strictObject({
          hide: z
            .array(z.string().regex(/^\//, { error: 'a JSON pointer starts with /' }))
            .min(1)
            .describe("JSON pointers into the answer's body that must not be readable; * for every item."),
        }),
      )
      .default({})
      .describe('Obligations by name, which a degrade fallback may ask for.'),
    actions: z
      .record(name, action)
      .refine((all) => Object.keys(all).length > 0, { error: 'declare at least one action' })
      .describe('Every action that is authorized, and what is done when the policy service is out.'),
  })
  .describe('What a service owner declares about authorization when things are broken.');

export type ContractFile = z.output<typeof contractFile>;

/** The contract that a valid file declares. */
export function toContract(file: ContractFile): Contract {
  return {
    service: file.service,
    owner: file.owner,
    policy: {
      distribution: file.policy.distribution,
      pollEveryMs: file.policy.pollEvery,
      longPollMs: file.policy.longPoll ?? null,
      maxAgeMs: file.policy.maxAge,
      onExpired: file.policy.onExpired,
      rollback: { objectiveMs: file.policy.rollback.objective },
    },
    inputs: mapValues(file.inputs, toInput),
    policyService: {
      timeoutMs: file.policyService.timeout,
      attempts: file.policyService.attempts,
      credential: {
        kind: file.policyService.credential.kind,
        lifetimeMs: file.policyService.credential.lifetime,
      },
    },
    revocation: { boundMs: file.revocation.bound },
    decisionLog: file.decisionLog,
    budgetMs: file.budget,
    normalWithinMs: file.normalWithin,
    obligations: file.obligations,
    actions: mapValues(file.actions, toAction),
  };
}

function toInput(file: z.output<typeof input>): DecisionInput {
  return {
    from: file.from,
    local: file.local,
    type: file.type ?? null,
    maxAgeMs: file.maxAge ?? null,
    timeoutMs: file.timeout ?? null,
    onStale: file.onStale,
    onMissing: file.onMissing,
  };
}

function toAction(file: z.output<typeof action>): ActionDeclaration {
  return {
    risk: file.risk,
    decide: file.decide,
    uses: file.uses,
    whenUnavailable: file.whenUnavailable === undefined ? null : toFallback(file.whenUnavailable),
  };
}

function toFallback(file: z.output<typeof fallback>): Fallback {
  if (file.mode !== 'cache') return file;
  return { mode: 'cache', maxAgeMs: file.maxAge, onMiss: file.onMiss };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
