import type { Case } from './case.ts';
import { localInputs } from './input-values.ts';
import { usesOf } from './named-input.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';

/** Denies because it cannot be decided, and says why. */
export function fallbackDeny(
  { contract, embedded }: Parts,
  { question }: Pick<Case, 'question'>,
  cause: string,
): Verdict {
  return {
    outcome: 'deny',
    mode: 'deny',
    revision: embedded.revision(),
    reason: cause,
    obligations: [],
    inputs: localInputs(usesOf(contract, question.action), question),
  };
}
