import { decideExpired, mayDecideHere } from './expired.ts';
import type { Case } from './case.ts';
import { fallbackDeny } from './fallback-deny.ts';
import type { InputValues } from './input-values.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';
import { inputFields } from './verdict.ts';

/** Name of the policy set that decides in the process when all is well. */
export const localSet = 'local';

/** The embedded engine decides. */
export async function decideLocally(parts: Parts, asked: Case): Promise<Verdict> {
  if (!mayDecideHere(parts)) return decideExpired(parts, asked);
  const read = await parts.inputs.read(asked.uses, asked.question);
  if (!read.ok) return fallbackDeny(parts, asked, read.reason);
  return askLocalSet(parts, asked, read.inputs);
}

function askLocalSet({ embedded }: Parts, { question }: Case, inputs: InputValues): Verdict {
  const { outcome, reason } = embedded.ask(localSet, question, inputs.context);
  return {
    outcome,
    mode: 'local',
    revision: embedded.revision(),
    reason,
    obligations: [],
    ...inputFields(inputs),
  };
}
