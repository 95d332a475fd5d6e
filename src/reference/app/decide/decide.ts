import type { Case } from './case.ts';
import { fallbackDeny } from './fallback-deny.ts';
import { decideHybrid } from './hybrid.ts';
import { decideLocally } from './local.ts';
import type { Parts } from './parts.ts';
import type { Question, Verdict } from './question.ts';
import { decideRemotely } from './remote.ts';
import { usesOf } from './named-input.ts';

const deciders = { local: decideLocally, remote: decideRemotely, hybrid: decideHybrid };

/** Decides as the contract says. An action that it does not declare is denied, and so is everything before the first policy. */
export async function decide(parts: Parts, question: Question): Promise<Verdict> {
  const { actions } = parts.contract;
  const declared = Object.hasOwn(actions, question.action) ? actions[question.action] : undefined;
  if (declared === undefined)
    return fallbackDeny(parts, { question }, `the contract declares no ${question.action}`);
  const asked: Case = { question, declared, uses: usesOf(parts.contract, question.action) };
  if (parts.embedded.revision() === 0) return fallbackDeny(parts, asked, 'no policy is active yet');
  return deciders[declared.decide](parts, asked);
}
