import { z } from 'zod';
import type { PolicyQuestion } from '../../engine/engine.ts';
import { createSocketClient } from '../socket-client.ts';
import { admin } from './cerbos-process.ts';

/** What Cerbos says to a question. */
export interface CerbosAnswer {
  readonly allow: boolean;
  /** The policy that settled it, with its version: `resource.Invoice.vtable1`; undefined where it has none for such a resource. */
  readonly policy: string | undefined;
  /** Names of the rules that applied, by what they say of themselves. */
  readonly permit: readonly string[];
  readonly forbid: readonly string[];
}

/** The Cerbos that listens on a socket of the file system. */
export interface CerbosClient {
  /**
   * Asks the policies of one version.
   * @param withinMs how long it is waited for, if not as long as the application would
   * @throws Error where it does not answer, or with anything else than a decision
   */
  check(version: string, question: PolicyQuestion, withinMs?: number): Promise<CerbosAnswer>;
  /** Makes it read its files again; that it says so does not mean that what it read is in force. @throws Error where it says that it cannot */
  reload(): Promise<void>;
  /** Whether it answers at all, with or without a policy. Never rejects. */
  isUp(): Promise<boolean>;
  close(): Promise<void>;
}

/** A reload may have many files to read. */
const reloadWithinMs = 10_000;
const authorization = `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}`;

/** What asks for properties of Cerbos' own in the properties of an entity. */
const reserved = 'cerbos.';

const checked = z.object({
  decision: z.boolean(),
  context: z.object({
    'cerbos.response': z.object({
      results: z.tuple([
        z.object({
          meta: z.object({ actions: z.record(z.string(), z.object({ matchedPolicy: z.string() })) }),
          outputs: z.array(z.object({ src: z.string(), val: z.string() })).default([]),
        }),
      ]),
    }),
  }),
});

/** Asks by Cerbos' own AuthZEN endpoint, one question at a time. */
export function createCerbosClient(socketPath: string): CerbosClient {
  const client = createSocketClient('cerbos', socketPath);
  return {
    async check(version, question, withinMs) {
      const body = evaluationRequest(version, question);
      const limit = withinMs === undefined ? {} : { withinMs };
      return read(await client.ask('/access/v1/evaluation', { body, ...limit }), question.action);
    },
    async reload() {
      await client.ask('/admin/store/reload', {
        query: { wait: true },
        headers: { authorization },
        withinMs: reloadWithinMs,
      });
    },
    isUp: () => client.isUp('/_cerbos/health'),
    close: () => client.close(),
  };
}

/**
 * The question as Cerbos can take it. Its rules never see the context of an AuthZEN request, only properties: so that goes along
 * as a property of the resource. And whoever may put `cerbos.roles`, `cerbos.scope` or `cerbos.policyVersion` into the properties
 * chooses by which rules he is judged: what the application says under such names does not go along.
 */
function evaluationRequest(version: string, question: PolicyQuestion): object {
  const { subject, action, resource, context } = question;
  const policyVersion = { [`${reserved}policyVersion`]: version };
  return {
    subject: {
      type: subject.type,
      id: subject.id,
      properties: {
        ...unreserved(subject.properties),
        ...policyVersion,
        [`${reserved}roles`]: [subject.type],
      },
    },
    action: { name: action },
    resource: {
      type: resource.type,
      id: resource.id,
      properties: { ...unreserved(resource.properties), ...policyVersion, context },
    },
    // Without it, an answer would not tell by which policy.
    context: { [`${reserved}includeMeta`]: true },
  };
}

function unreserved(properties: PolicyQuestion['context']): PolicyQuestion['context'] {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !name.startsWith(reserved)));
}

function read(said: unknown, action: string): CerbosAnswer {
  const { decision, context } = checked.parse(said);
  const [{ meta, outputs }] = context['cerbos.response'].results;
  const policy = meta.actions[action]?.matchedPolicy;
  const named = (effect: string): readonly string[] =>
    outputs.flatMap(({ src, val }) => (val === effect ? [src.slice(src.indexOf('#') + 1)] : [])).toSorted();
  return {
    allow: decision,
    policy: policy === 'NO_MATCH' ? undefined : policy,
    permit: named('permit'),
    forbid: named('forbid'),
  };
}
