import type { Case } from './case.ts';
import { decideExpired, mayDecideHere } from './expired.ts';
import type { FallbackOf } from './fallback.ts';
import type { InputValues } from './input-values.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';
import { inputFields } from './verdict.ts';

/** A coarse policy of the same bundle decides in the process; what it allows is answered under obligations. */
export function fallbackDegrade(
  parts: Parts,
  asked: Case,
  declared: FallbackOf<'degrade'>,
  inputs: InputValues,
  cause: string,
): Verdict {
  if (!mayDecideHere(parts)) return decideExpired(parts, asked);
  const { outcome, reason } = parts.embedded.ask(declared.policy, asked.question, inputs.context);
  return {
    outcome,
    mode: 'degrade',
    revision: parts.embedded.revision(),
    reason: `${reason} (${cause})`,
    obligations: outcome === 'allow' ? declared.obligations : [],
    ...inputFields(inputs),
  };
}
