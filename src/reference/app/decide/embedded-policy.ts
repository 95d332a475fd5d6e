import type { PolicyAnswer } from '../../engine/engine.ts';
import type { PolicyAtHand } from '../policy-at-hand.ts';
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

/** @param policy the active bundle, and what decides by it */
export function createEmbeddedPolicy(
  policy: Pick<PolicyAtHand, 'engine' | 'revision' | 'unconfirmedMs' | 'maxAgeMs'>,
): EmbeddedPolicy {
  return {
    revision: () => policy.revision(),
    expired: () => policy.unconfirmedMs() > policy.maxAgeMs,
    ask: (set, { subject, action, resource }, context) =>
      policy.engine.decide(set, { subject, action, resource: resource.entity, context }),
  };
}
