import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleOnRevision, type BundleIdentity } from './revision-rule.ts';

const bundle = fc.record({ revision: fc.integer({ min: 1, max: 9 }), digest: fc.constantFrom('a', 'b') });

describe('the revision rule', () => {
  it('never lets a revision follow a higher one, however bundles arrive and whenever the process is restarted', () => {
    const restart = fc.constant('restart' as const);
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: bundle }, restart)), (history) => {
        let active: BundleIdentity | undefined;
        let highest: BundleIdentity | undefined;
        const inForce: BundleIdentity[] = [];
        for (const event of history) {
          if (event === 'restart') {
            active = undefined;
            continue;
          }
          const ruling = ruleOnRevision(active, highest, event);
          if (ruling === 'activate') inForce.push((active = highest = event));
          expect(ruling === 'confirm').toBe(
            active !== undefined && ruling !== 'activate' && sameBundle(active, event),
          );
        }
        const numbers = inForce.map(({ revision }) => revision);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        for (const one of inForce) {
          expect(inForce.filter(({ revision }) => revision === one.revision)).toEqual(
            inForce.filter((other) => sameBundle(one, other)),
          );
        }
        const offered = history.filter((event) => event !== 'restart').map(({ revision }) => revision);
        expect(highest?.revision ?? 0).toBe(Math.max(0, ...offered));
      }),
    );
  });

  it('tells a replayed bundle from a conflicting one', () => {
    const active = { revision: 3, digest: 'a' };
    expect(ruleOnRevision(active, active, { revision: 2, digest: 'a' })).toBe('replayed');
    expect(ruleOnRevision(active, active, { revision: 3, digest: 'b' })).toBe('conflicting');
  });

  it('takes the newest bundle up again that a process without one is offered, and nothing older', () => {
    const highest = { revision: 3, digest: 'a' };
    expect(ruleOnRevision(undefined, highest, highest)).toBe('activate');
    expect(ruleOnRevision(undefined, highest, { revision: 2, digest: 'a' })).toBe('replayed');
    expect(ruleOnRevision(undefined, highest, { revision: 3, digest: 'b' })).toBe('conflicting');
  });
});

function sameBundle(a: BundleIdentity, b: BundleIdentity): boolean {
  return a.revision === b.revision && a.digest === b.digest;
}
