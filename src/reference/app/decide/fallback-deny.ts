import type { Case } from './case.ts';
import { localInputs } from './input-values.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';

/** Denies because it cannot be decided, and says why. */
export function fallbackDeny(
  { embedded }: Parts,
  { question, uses }: Pick<Case, 'question' | 'uses'>,
  cause: string,
): Verdict {
  return {
    outcome: 'deny',
    mode: 'deny',
    revision: embedded.revision(),
    reason: cause,
    obligations: [],
    inputs: localInputs(uses, question),
  };
}
