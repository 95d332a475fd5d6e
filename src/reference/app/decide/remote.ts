import type { Case } from './case.ts';
import { fallBack } from './fallback.ts';
import { fallbackDeny } from './fallback-deny.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';
import { inputFields } from './verdict.ts';

/** The policy service decides, on inputs that are fresh; without it, the declared fallback. */
export async function decideRemotely(parts: Parts, asked: Case): Promise<Verdict> {
  const { question } = asked;
  const read = await parts.inputs.read(asked.uses, question);
  if (!read.ok) return fallbackDeny(parts, asked, read.reason);

  const answer = await parts.policyService.ask(question, read.inputs.context);
  // Asking takes time: what was fresh enough to ask with may be too old to decide on.
  const outdated = read.inputs.outdated();
  if (outdated !== undefined) return fallbackDeny(parts, asked, outdated);
  if (answer.kind === 'unavailable') return fallBack(parts, asked, read.inputs, answer.reason);

  const { outcome, revision, reason } = answer;
  if (asked.declared.whenUnavailable?.mode === 'cache')
    parts.cache.keep(question, { outcome, revision, reason });
  return { outcome, mode: 'remote', revision, reason, obligations: [], ...inputFields(read.inputs) };
}
