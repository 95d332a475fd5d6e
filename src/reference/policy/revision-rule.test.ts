import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleOnRevision, type BundleIdentity } from './revision-rule.ts';

describe('the revision rule', () => {
  it('never lets a revision follow a higher one, however bundles arrive', () => {
    const bundle = fc.record({ revision: fc.integer({ min: 1, max: 9 }), digest: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(fc.array(bundle), (arrivals) => {
        let active: BundleIdentity | undefined;
        const activated: number[] = [];
        for (const offered of arrivals) {
          const before = active;
          const ruling = ruleOnRevision(active, offered);
          if (ruling === 'activate') active = offered;
          if (ruling === 'activate') activated.push(offered.revision);
          expect(ruling === 'confirm').toBe(
            before?.revision === offered.revision && before.digest === offered.digest,
          );
        }
        expect(activated).toEqual([...new Set(activated)].toSorted((a, b) => a - b));
        const highest = Math.max(0, ...arrivals.map(({ revision }) => revision));
        expect(active?.revision ?? 0).toBe(highest);
      }),
    );
  });

  it('tells a replayed bundle from a conflicting one', () => {
    const active = { revision: 3, digest: 'a' };
    expect(ruleOnRevision(active, { revision: 2, digest: 'a' })).toBe('replayed');
    expect(ruleOnRevision(active, { revision: 3, digest: 'b' })).toBe('conflicting');
  });
});
