import type { PolicyEngine, PolicyQuestion } from '../engine/engine.ts';
import type { Batch, Parsed } from './access-request.ts';

/** An access evaluation response of AuthZEN; what `context` holds is ours to choose. */
export interface Evaluation {
  readonly decision: boolean;
  readonly context:
    | { readonly policyRevision: number; readonly reason: string }
    | { readonly error: ItemError };
}

interface ItemError {
  readonly status: number;
  readonly message: string;
}

/** Answers one question under the policy of this revision. */
export type Evaluate = (question: PolicyQuestion) => Evaluation;

/** Name of the policy set that the service decides by. */
export const remoteSet = 'remote';

/** Asks the bundle's `remote` policies. */
export function evaluateWith(engine: PolicyEngine, revision: () => number): Evaluate {
  return (question) => {
    const { outcome, reason } = engine.decide(remoteSet, question);
    return { decision: outcome === 'allow', context: { policyRevision: revision(), reason } };
  };
}

/** Answers a batch in order, up to the item that settles it. */
export function evaluateBatch(evaluate: Evaluate, { semantic, items }: Batch): readonly Evaluation[] {
  const evaluations: Evaluation[] = [];
  for (const item of items) {
    const evaluation = evaluateItem(evaluate, item);
    evaluations.push(evaluation);
    if (semantic === 'deny_on_first_deny' && !evaluation.decision) break;
    if (semantic === 'permit_on_first_permit' && evaluation.decision) break;
  }
  return evaluations;
}

function evaluateItem(evaluate: Evaluate, item: Parsed<PolicyQuestion>): Evaluation {
  if (item.ok) return evaluate(item.value);
  return { decision: false, context: { error: { status: 400, message: item.message } } };
}
