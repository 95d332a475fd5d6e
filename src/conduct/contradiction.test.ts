import { describe, expect, it } from 'vitest';
import type { Decision, Mode, Outcome } from '../model/decision.ts';
import type { Cell } from '../plan/plan.ts';
import { contradicts } from './contradiction.ts';

describe('the detector', () => {
  it.each<[Decision, Outcome, Mode | undefined, boolean]>([
    ['deny', 'allow', 'remote', true],
    ['deny', 'allow', 'cache', true],
    ['deny', 'allow', undefined, true],
    ['allow', 'deny', 'remote', true],
    ['allow', 'deny', 'cache', true],
    ['allow', 'deny', undefined, true],
    ['allow', 'allow', 'local', false],
    ['deny', 'deny', 'remote', false],
    // A fallback deny is what was declared, whatever the policy says; a fallback that allows is not.
    ['allow', 'deny', 'deny', false],
    ['deny', 'allow', 'deny', true],
    // No decision is no wrong decision.
    ['allow', 'timeout', undefined, false],
    ['deny', 'error', undefined, false],
    ['allow', 'malformed', 'remote', false],
  ])('expecting %s and seeing %s by %s: alarm %s', (expected, outcome, mode, alarm) => {
    expect(contradicts(cell(expected, 'deny'), { outcome, ...(mode === undefined ? {} : { mode }) })).toBe(
      alarm,
    );
  });

  it('takes the coarse answer for right only where the application says that it degraded', () => {
    const coarseDenies = cell('allow', 'deny');
    expect(contradicts(coarseDenies, { outcome: 'deny', mode: 'degrade' })).toBe(false);
    expect(contradicts(coarseDenies, { outcome: 'deny', mode: 'remote' })).toBe(true);
    expect(contradicts(cell('deny', 'deny'), { outcome: 'allow', mode: 'degrade' })).toBe(true);
  });
});

function cell(expected: Decision, whenDegraded: Decision): Cell {
  const asked = { as: 'alice', do: 'invoice:read', on: 'invoice/i-1' };
  return { ...asked, expect: expected, whenDegraded, undeclared: false };
}
