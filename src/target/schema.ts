import { z } from 'zod';
import { positiveDuration } from '../contract/duration.ts';
import type { Target } from './target.ts';

const name = z.string().regex(/^\S+$/, { error: 'a name is one word without blanks' });
const header = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, { error: 'this is no header name' });
const status = z.int().min(100).max(599);

const request = z.strictObject({
  method: z
    .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
    .describe('Method of the request that asks for the decision. It must be harmless to repeat.'),
  path: z
    .string()
    .regex(/^\//, { error: 'a path starts with /' })
    .describe("Path of the request; {id} stands for the resource's id, {type} for its type."),
  headers: z.record(header, z.string()).default({}).describe('Headers besides the bearer token.'),
  body: z.unknown().optional().describe('JSON body; {id} and {type} stand for the resource in its texts.'),
});

const answer = z.strictObject({
  allow: z.array(status).min(1).describe('Statuses that mean: allowed.'),
  deny: z.array(status).min(1).describe('Statuses that mean: denied. Anything else is no decision.'),
  headers: z
    .strictObject({
      decisionId: header.default('authz-decision-id').describe("The decision's id, as in the decision log."),
      mode: header
        .default('authz-mode')
        .describe('How it was decided: local, remote, cache, degrade or deny.'),
      revision: header.default('authz-policy-revision').describe('Policy revision that it rests on.'),
      ageMs: header.default('authz-age-ms').describe('Age in milliseconds of the oldest thing it rests on.'),
      reason: header.default('authz-reason').describe('Why, in a word or a sentence.'),
    })
    .prefault({})
    .describe('Answer headers that tell how it was decided.'),
});

/** A target file as it is written; parsed durations are milliseconds. */
export const targetFile = z
  .strictObject({
    target: name.describe('Name of this target, as reports show it.'),
    start: z
      .strictObject({
        kind: z.literal('reference').describe('reference: the reference application that comes along.'),
      })
      .describe('How the application is started.'),
    policies: z
      .array(name)
      .min(1)
      .optional()
      .describe('Names of the policy contents that a scenario can publish; any name will do if left out.'),
    proxyPort: z
      .int()
      .min(0)
      .max(65_535)
      .default(0)
      .describe('Fixed control port of the fault proxy; 0 lets the system choose.'),
    credentials: z
      .strictObject({
        keyFile: z
          .string()
          .min(1)
          .describe('Private JWK that signs the bearer tokens, relative to this file.'),
        issuer: z.string().min(1).describe('Claim iss of the tokens.'),
        audience: z.string().min(1).describe('Claim aud of the tokens.'),
        lifetime: positiveDuration.describe('How long one token is valid.'),
      })
      .describe('How the bearer tokens of the probes are made.'),
    subjects: z
      .record(
        name,
        z
          .looseObject({ sub: z.string().min(1).describe('The subject, as the application knows it.') })
          .describe("Claims of the subject's token."),
      )
      .describe("Token claims by the name that a probe's `as` uses."),
    requests: z.record(name, request).describe('The request that asks for a decision, by action.'),
    answer: answer.describe('How an answer is read.'),
  })
  .describe('How to drive an application: start it, ask it as somebody, and read what it answered.');

/**
 * The target that a valid file describes.
 * @param folder the folder the file stands in, from which its relative paths are meant
 */
export function toTarget(file: z.output<typeof targetFile>, folder: string): Target {
  return {
    id: file.target,
    folder,
    start: file.start,
    ...(file.policies === undefined ? {} : { policies: file.policies }),
    proxyPort: file.proxyPort,
    credentials: {
      keyFile: file.credentials.keyFile,
      issuer: file.credentials.issuer,
      audience: file.credentials.audience,
      lifetimeMs: file.credentials.lifetime,
    },
    subjects: file.subjects,
    requests: Object.fromEntries(
      Object.entries(file.requests).map(([action, one]) => [action, { ...one, body: one.body ?? null }]),
    ),
    answer: file.answer,
  };
}
