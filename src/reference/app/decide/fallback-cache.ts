import type { Case, FallbackOf } from './case.ts';
import { fallbackDeny } from './fallback-deny.ts';
import type { InputValues } from './input-values.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';

/**
 * Repeats this replica's last remote decision on the same question while it is young enough and no newer policy
 * is in force here: a rule that was taken back must not live on in a cache.
 */
export function fallbackCache(
  parts: Parts,
  asked: Case,
  declared: FallbackOf<'cache'>,
  inputs: InputValues,
  cause: string,
): Verdict {
  const cached = parts.cache.find(asked.question, declared.maxAgeMs, parts.embedded.revision());
  if (cached === undefined)
    return fallbackDeny(parts, asked, `nothing cached that may be repeated (${cause})`);
  const { outcome, revision, reason, ageMs } = cached;
  return {
    outcome,
    mode: 'cache',
    revision,
    reason: `${reason} (${cause})`,
    obligations: [],
    inputs: inputs.used(),
    ageMs,
  };
}
