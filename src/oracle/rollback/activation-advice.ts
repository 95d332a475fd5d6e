import { formatMs } from '../../model/time.ts';
import { policyServicePoint } from '../world/revisions.ts';
import { about, counts, share } from './stretches.ts';
import type { Piece, Stretches } from './stretches.ts';

/** What would let the good revision reach every point sooner. */
export function activationAdvice(stretches: Stretches): readonly (Piece | null)[] {
  return [poll(stretches), restarts(stretches), lag(stretches)];
}

function poll({ policy, totalMs, activationMs, points }: Stretches): Piece | null {
  if (policy.distribution === 'release' || policy.longPollMs !== null) return null;
  const waitedMs = Math.min(activationMs, policy.pollEveryMs);
  if (!counts(waitedMs, totalMs, points[0]?.errorMs)) return null;
  const every = formatMs(policy.pollEveryMs);
  const [waitedFor, remedy] =
    policy.distribution === 'signed-bundle'
      ? [`the ${every} poll`, 'long polling']
      : [`the next fetch, at most every ${every}`, 'fetching more often'];
  return {
    savesMs: waitedMs,
    text: `${share(waitedMs, totalMs)} of the time was the wait for ${waitedFor}; ${remedy} would save up to ${about(waitedMs)}.`,
  };
}

function restarts({ policy, totalMs, activationMs, points: all }: Stretches): Piece | null {
  const points = all.filter(({ replica }) => replica !== policyServicePoint);
  if (policy.distribution !== 'release' || points.length < 2) return null;
  const ends = points.map(({ to }) => to);
  const longestMs = Math.max(
    ...ends.map((end, index) => end - (ends[index + 1] ?? points[index]?.from ?? end)),
  );
  const savesMs = activationMs - longestMs;
  if (!counts(savesMs, totalMs, points[0]?.errorMs)) return null;
  return {
    savesMs,
    text: `${share(activationMs, totalMs)} of the time was starting ${points.length} replicas again, one after another, as the policy comes with the release; starting them side by side would save up to ${about(savesMs)}, a signed bundle would need no start at all.`,
  };
}

/** What neither the poll nor the others explain. */
function lag({ policy, totalMs, activationMs, points }: Stretches): Piece | null {
  if (policy.distribution === 'release') return null;
  const [last, next] = points;
  if (last === undefined) return null;
  const expectedMs = policy.longPollMs === null ? policy.pollEveryMs : 0;
  const behindMs = next === undefined ? 0 : last.to - next.to;
  if (behindMs > expectedMs && counts(behindMs, totalMs, last.errorMs)) {
    const name = last.replica ?? 'one of them';
    return {
      savesMs: behindMs,
      text: `${name} had the good revision ${about(behindMs)} after all others: see what stood between it and the bundle service.`,
    };
  }
  const unexplainedMs = activationMs - expectedMs;
  if (!counts(unexplainedMs, totalMs, last.errorMs)) return null;
  const beyond = policy.longPollMs === null ? ` beyond one poll of ${formatMs(expectedMs)}` : '';
  return {
    savesMs: unexplainedMs,
    text: `The good revision took ${about(unexplainedMs)}${beyond} to reach the last replica: the way to the bundle service was slow or cut, or the replica was busy.`,
  };
}
