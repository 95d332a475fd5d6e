import type { PolicyAnswer, PolicyEngine } from '../../engine/engine.ts';
import type { ActivePolicy } from '../../policy/active-policy.ts';
import type { Question } from './question.ts';

/** The bundle's policies in this process. */
export interface EmbeddedPolicy {
  /** Revision of the active bundle, 0 before the first. */
  revision(): number;
  /** Whether the bundle has not been confirmed for longer than the contract allows. */
  expired(): boolean;
  /** Asks one of the bundle's policy sets. */
  ask(set: string, question: Question, context: Readonly<Record<string, unknown>>): PolicyAnswer;
}

/** @param maxAgeMs longest that the active bundle may go unconfirmed, by the contract */
export function createEmbeddedPolicy(
  engine: PolicyEngine,
  active: ActivePolicy,
  maxAgeMs: number,
): EmbeddedPolicy {
  return {
    revision: () => active.revision(),
    expired: () => active.unconfirmedMs() > maxAgeMs,
    ask: (set, { subject, action, resource }, context) =>
      engine.decide(set, { subject, action, resource: resource.entity, context }),
  };
}
