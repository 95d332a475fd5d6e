import { describe, expect, it } from 'vitest';
import { allOf } from './proof.ts';

describe('several proofs', () => {
  const canary = { proved: true, text: 'r0.policy-service ECONNREFUSED after 1 ms' };

  it('prove what all of them prove, and all have the word', () => {
    expect(allOf([canary, { proved: true, text: 'fault proxy: event 3' }])).toEqual({
      proved: true,
      text: 'r0.policy-service ECONNREFUSED after 1 ms; fault proxy: event 3',
    });
  });

  it('say nothing of one that has nothing to say', () => {
    expect(allOf([canary, { proved: true, text: '' }])).toEqual(canary);
  });

  it('prove nothing where one does not, and it has the word', () => {
    const other = { proved: false, text: 'r1.policy-service ok after 1 ms' };
    expect(allOf([canary, other])).toEqual(other);
  });
});
