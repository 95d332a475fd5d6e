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

/**
 * Answers one question.
 * @param signal is aborted when nobody waits for the answer any more
 * @throws NoDecision, also by rejecting, where it cannot
 */
export type Evaluate = (question: PolicyQuestion, signal?: AbortSignal) => Evaluation | Promise<Evaluation>;

/** Nobody can decide at the moment, which is not a deny: whoever asked gets a 503. */
export class NoDecision extends Error {
  override readonly name = 'NoDecision';
}

/** Name of the policy set that the service decides by. */
export const remoteSet = 'remote';

/** Asks the bundle's `remote` policies. */
export function evaluateWith(engine: PolicyEngine, revision: () => number): Evaluate {
  return (question) => {
    if (revision() === 0) throw new NoDecision('there is no policy yet');
    const { outcome, reason } = engine.decide(remoteSet, question);
    return { decision: outcome === 'allow', context: { policyRevision: revision(), reason } };
  };
}

/** Answers a batch in order, up to the item that settles it. @throws NoDecision where one of them has none */
export async function evaluateBatch(
  evaluate: Evaluate,
  { semantic, items }: Batch,
  signal?: AbortSignal,
): Promise<readonly Evaluation[]> {
  const evaluations: Evaluation[] = [];
  for (const item of items) {
    const evaluation = await evaluateItem(evaluate, item, signal);
    evaluations.push(evaluation);
    if (semantic === 'deny_on_first_deny' && !evaluation.decision) break;
    if (semantic === 'permit_on_first_permit' && evaluation.decision) break;
  }
  return evaluations;
}

function evaluateItem(
  evaluate: Evaluate,
  item: Parsed<PolicyQuestion>,
  signal: AbortSignal | undefined,
): ReturnType<Evaluate> {
  if (item.ok) return evaluate(item.value, signal);
  return { decision: false, context: { error: { status: 400, message: item.message } } };
}
