import type { Case } from './case.ts';
import { decideExpired, mayDecideHere } from './expired.ts';
import { localInputs } from './input-values.ts';
import { localSet } from './local.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';
import { decideRemotely } from './remote.ts';

/** A coarse rule in the process first; only whom it lets through is asked about at the policy service. */
export async function decideHybrid(parts: Parts, asked: Case): Promise<Verdict> {
  if (!mayDecideHere(parts)) return decideExpired(parts, asked);
  const before = parts.embedded.revision();
  const denied = deniedHere(parts, asked);
  if (denied !== undefined) return denied;
  const verdict = await decideRemotely(parts, asked);
  // A policy that came into force meanwhile decides both parts or none.
  const isMixed = verdict.mode === 'degrade' && verdict.revision !== before;
  return (isMixed ? deniedHere(parts, asked) : undefined) ?? verdict;
}

function deniedHere({ embedded }: Parts, { question, uses }: Case): Verdict | undefined {
  const { outcome, reason } = embedded.ask(localSet, question, {});
  if (outcome === 'allow') return undefined;
  return {
    outcome,
    mode: 'local',
    revision: embedded.revision(),
    reason,
    obligations: [],
    inputs: localInputs(uses, question),
  };
}
