import type { Case } from './case.ts';
import { fallbackDeny } from './fallback-deny.ts';
import { signalWithin, type Deadline } from './deadline.ts';
import { decideHybrid } from './hybrid.ts';
import { decideLocally } from './local.ts';
import type { Parts } from './parts.ts';
import type { Question, Verdict } from './question.ts';
import { decideRemotely } from './remote.ts';
import { usesOf } from './named-input.ts';

/** Longest that a decision waits for a policy to be fetched; what else it needs takes its time after that. */
const longestWaitMs = 100;

const deciders = { local: decideLocally, remote: decideRemotely, hybrid: decideHybrid };

/** Decides as the contract says. An action that it does not declare is denied, and so is everything before the first policy. */
export async function decide(parts: Parts, question: Question): Promise<Verdict> {
  await atHand(parts.policyNeeded(), question.deadline);
  const { actions } = parts.contract;
  const declared = Object.hasOwn(actions, question.action) ? actions[question.action] : undefined;
  if (declared === undefined)
    return fallbackDeny(parts, { question }, `the contract declares no ${question.action}`);
  const asked: Case = { question, declared, uses: usesOf(parts.contract, question.action) };
  if (parts.embedded.revision() === 0) return fallbackDeny(parts, asked, 'no policy is active yet');
  return deciders[declared.decide](parts, asked);
}

/** Waits for a policy, though not so long that there is no time left to decide. */
async function atHand(policy: Promise<void> | undefined, deadline: Deadline): Promise<void> {
  if (policy === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signalWithin(longestWaitMs, deadline).addEventListener('abort', () => resolve(), { once: true });
  await Promise.race([policy, promise]);
}
