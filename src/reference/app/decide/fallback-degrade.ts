import type { Case, FallbackOf } from './case.ts';
import { decideCoarsely } from './coarse.ts';
import { decideExpired, mayDecideHere } from './expired.ts';
import type { InputValues } from './input-values.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';
import { inputFields } from './verdict.ts';

/** A coarse policy of the same bundle decides in the process, as long as the bundle may still be decided on. */
export function fallbackDegrade(
  parts: Parts,
  asked: Case,
  declared: FallbackOf<'degrade'>,
  inputs: InputValues,
  cause: string,
): Verdict {
  if (!mayDecideHere(parts)) return decideExpired(parts, asked);
  const basis = { context: inputs.context, told: inputFields(inputs) };
  return decideCoarsely(parts, asked, declared, basis, cause);
}
