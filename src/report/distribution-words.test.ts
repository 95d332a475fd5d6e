import { describe, expect, it } from 'vitest';
import type { PolicyDistribution } from '../model/result.ts';
import { distributionWords, expiryWords } from './distribution-words.ts';

const polled: PolicyDistribution = {
  way: 'signed-bundle',
  pollEveryMs: 1_000,
  longPollMs: null,
  maxAgeMs: 3_000,
  onExpired: 'deny',
  approvers: [],
  breakGlass: [],
};

describe('a way of distribution', () => {
  it('says what a replica waits for', () => {
    expect(distributionWords(polled)).toBe('as a signed bundle, asked for every 1 s');
    expect(distributionWords({ ...polled, longPollMs: 2_000 })).toContain(
      'by long poll, held back for at most 2 s',
    );
    expect(distributionWords({ ...polled, way: 'runtime-fetch' })).toContain('at most every 1 s');
    expect(distributionWords({ ...polled, way: 'release' })).toContain('with the release');
  });

  it('says what becomes of a policy that nobody confirms', () => {
    expect(expiryWords(polled)).toBe('unconfirmed for longer than 3 s, everything is denied');
    expect(expiryWords({ ...polled, way: 'release' })).not.toContain('3 s');
  });
});
