import type { PolicyDistribution } from '../model/result.ts';
import { formatMs } from '../model/time.ts';

/** How policy reaches a replica: `as a signed bundle, asked for every 1 s`. */
export function distributionWords({ way, pollEveryMs, longPollMs }: PolicyDistribution): string {
  const every = formatMs(pollEveryMs);
  switch (way) {
    case 'release':
      return 'with the release: a replica takes it when it is started';
    case 'runtime-fetch':
      return `fetched when a decision needs it, at most every ${every}`;
    case 'signed-bundle':
      return longPollMs === null
        ? `as a signed bundle, asked for every ${every}`
        : `as a signed bundle by long poll, held back for at most ${formatMs(longPollMs)} where there is no newer one`;
    default:
      return way satisfies never;
  }
}

const beyond = {
  deny: 'everything is denied',
  degrade: 'the coarse policy decides',
  keep: 'it is decided on all the same',
} as const;

/** What becomes of a policy that nobody confirms: `unconfirmed for longer than 3 s, everything is denied`. */
export function expiryWords({ way, maxAgeMs, onExpired }: PolicyDistribution): string {
  if (way === 'release') return 'it stands until the next release';
  return `unconfirmed for longer than ${formatMs(maxAgeMs)}, ${beyond[onExpired]}`;
}
