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
  const { embedded } = parts;
  const coarse = embedded.ask(localSet, asked.question, {});
  if (coarse.outcome === 'allow') return decideRemotely(parts, asked);
  return {
    outcome: 'deny',
    mode: 'local',
    revision: embedded.revision(),
    reason: coarse.reason,
    obligations: [],
    inputs: localInputs(asked.uses, asked.question),
  };
}
