import { formatMs } from '../model/time.ts';
import type { Contract } from './contract.ts';
import type { Contradiction } from './contradiction.ts';

/** What the times say that are declared of how policy reaches a replica, and cannot all be kept. */
export function inPolicyTimes(contract: Contract): Contradiction[] {
  return [...inPolling(contract), ...inLongPolling(contract)];
}

function inPolling(contract: Contract): Contradiction[] {
  const { policy } = contract;
  const found: Contradiction[] = [];
  if (policy.distribution !== 'release' && policy.pollEveryMs > policy.maxAgeMs) {
    found.push({
      path: ['policy', 'maxAge'],
      message: `a bundle is confirmed every ${formatMs(policy.pollEveryMs)}, but may be no older than ${formatMs(policy.maxAgeMs)}: it expires between two polls`,
      hint: 'poll more often or lengthen maxAge',
    });
  }
  if (unaskedMs(policy) > policy.rollback.objectiveMs) {
    found.push({
      path: ['policy', 'rollback', 'objective'],
      message: `a rollback is to take effect within ${formatMs(policy.rollback.objectiveMs)}, but a replica asks for policy only every ${formatMs(policy.pollEveryMs)}`,
      hint: 'poll more often or lengthen the objective',
    });
  }
  return found;
}

/** How long a new policy may lie at the bundle service before a replica asks for it; one that comes with the release is not asked for. */
export function unaskedMs({ distribution, longPollMs, pollEveryMs }: Contract['policy']): number {
  return distribution === 'release' || longPollMs !== null ? 0 : pollEveryMs;
}

/** Whole seconds are all that a `Prefer: wait` can say. Source: RFC 7240, section 4.3 */
const waitGrainMs = 1_000;

function inLongPolling({ policy: { distribution, longPollMs, maxAgeMs } }: Contract): Contradiction[] {
  if (longPollMs === null) return [];
  const path = ['policy', 'longPoll'];
  if (distribution !== 'signed-bundle') {
    return [
      {
        path,
        severity: 'warning',
        message: `a policy that is distributed as ${distribution} is not waited for at a bundle service`,
        hint: 'leave longPoll out, or say distribution: signed-bundle',
      },
    ];
  }
  const found: Contradiction[] = [];
  if (longPollMs % waitGrainMs !== 0) {
    found.push({
      path,
      message: `a bundle service is asked to hold back its answer for whole seconds, not ${formatMs(longPollMs)}`,
      hint: 'say 1s or more',
    });
  }
  if (2 * longPollMs >= maxAgeMs) {
    found.push({
      path,
      message: `an answer that is held back for ${formatMs(longPollMs)} vouches for the policy of when it was asked for, and the next one comes as long after it, but a policy may be no older than ${formatMs(maxAgeMs)}: it expires in between`,
      hint: 'let longPoll be less than half of maxAge',
    });
  }
  return found;
}
