import {
  statefulIsAuthorized,
  type Response,
  type StatefulAuthorizationCall,
} from '@cedar-policy/cedar-wasm/nodejs';
import { cedarAttributes } from './cedar-shape.ts';
import type { CedarSet, CedarShard } from './cedar-set.ts';
import { deny, type PolicyAnswer, type PolicyQuestion } from './engine.ts';
import { messages } from './examine-set.ts';
import { dataAttribute } from './policy-data.ts';

/**
 * Asks every shard of a set and puts the answers together as the library would have for all policies at once: a
 * forbid outweighs every permit, wherever either is.
 *
 * Cedar skips a policy that it cannot evaluate and goes on, so that a missing attribute would switch a forbid
 * off. A request that does not fit the schema and a policy that failed are therefore both a deny here.
 * @param failureIn why an answer cannot be gone by; undefined where it can
 */
export function decideBySet(
  set: CedarSet,
  question: PolicyQuestion,
  failureIn: typeof failureOf = failureOf,
): PolicyAnswer {
  const call = callOf(set, question);
  const permits: string[] = [];
  const forbids: string[] = [];
  for (const shard of set.shards) {
    const answer = statefulIsAuthorized({ ...call, preparsedPolicySetId: shard.id });
    if (answer.type === 'failure') return deny(`request does not fit the schema: ${messages(answer.errors)}`);
    const failure = failureIn(answer.response, shard);
    if (failure !== undefined) return deny(failure);
    const { decision, diagnostics } = answer.response;
    // What determined a deny are the forbids, if any; what determined an allow the permits.
    const determining = diagnostics.reason.map((id) => shard.nameOf(id));
    (decision === 'allow' ? permits : forbids).push(...determining);
  }
  if (forbids.length > 0) return deny(named(forbids));
  return permits.length > 0 ? { outcome: 'allow', reason: named(permits) } : deny('no policy permits it');
}

function callOf(
  set: CedarSet,
  question: PolicyQuestion,
): Omit<StatefulAuthorizationCall, 'preparsedPolicySetId'> {
  const { subject, action, resource } = question;
  const context = cedarAttributes(question.context, set.shape.contexts.get(action));
  if (set.data !== undefined && set.readsData.has(action)) context[dataAttribute] = set.data;
  return {
    principal: { type: subject.type, id: subject.id },
    action: { type: 'Action', id: action },
    resource: { type: resource.type, id: resource.id },
    context,
    preparsedSchemaName: set.schema,
    validateRequest: true,
    entities: [subject, resource].map(({ type, id, properties }) => ({
      uid: { type, id },
      attrs: cedarAttributes({ ...properties, id }, set.shape.entities.get(type)),
      parents: [],
    })),
  };
}

function failureOf({ diagnostics }: Response, shard: CedarShard): string | undefined {
  const [failed] = diagnostics.errors;
  return failed && `policy ${shard.nameOf(failed.policyId)} failed: ${failed.error.message}`;
}

function named(policies: readonly string[]): string {
  return policies.toSorted().join(' ');
}
