import { describe, expect, it } from 'vitest';
import { hiddenWhenDegraded, isHidden } from './obligations.ts';

const obligations = { redact: { hide: ['/rows/*/iban'] }, quiet: { hide: ['/note'] } };

describe('what a degraded answer must hide', () => {
  it('is what the obligations of the action itself hide', () => {
    const degrade = { mode: 'degrade', policy: 'coarse', obligations: ['redact'] } as const;
    expect(hiddenWhenDegraded({ obligations }, { whenUnavailable: degrade })).toEqual(['/rows/*/iban']);
    expect(hiddenWhenDegraded({ obligations }, { whenUnavailable: { mode: 'deny' } })).toEqual([]);
    expect(hiddenWhenDegraded({ obligations }, { whenUnavailable: null })).toEqual([]);
  });

  it('is shown by a field of its pattern, and by no other', () => {
    expect(isHidden(['/rows/3/iban'], ['/rows/*/iban'])).toBe(true);
    expect(isHidden(['/note', '/rows/3/iban/x', '/rows/iban'], ['/rows/*/iban'])).toBe(false);
    expect(isHidden([], ['/rows/*/iban'])).toBe(false);
  });
});
