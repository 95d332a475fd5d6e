import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotationOf } from './rotation.ts';

const names = ['r0', 'r1', 'r2', 'r3'] as const;

describe('the rotation of replicas', () => {
  it('leaves every arrival where it was meant to go while nobody is set aside', () => {
    const rotation = rotationOf(names);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), (replica, id) => {
        expect(rotation.turnOf(replica, id)).toBe(replica);
      }),
    );
  });

  it('never asks one that is set aside, and moves no arrival of the others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...names),
        fc.nat(),
        (aside, replica, id) => {
          const rotation = rotationOf(names);
          for (const one of aside) rotation.setAside(one);
          const asked = rotation.turnOf(replica, id);
          const others = names.filter((name) => !aside.includes(name));
          expect(aside.includes(replica) ? others : [replica]).toContain(asked);
        },
      ),
    );
  });

  it('spreads what one leaves over all of the others', () => {
    const rotation = rotationOf(names);
    rotation.setAside('r0');
    const turns = Array.from({ length: 300 }, (_, id) => rotation.turnOf('r0', id));
    for (const name of names.slice(1))
      expect(turns.filter((turn) => turn === name).length).toBeGreaterThan(70);
  });

  it('has nobody to ask where all are set aside', () => {
    const rotation = rotationOf(['r0']);
    rotation.setAside('r0');
    expect(rotation.turnOf('r0', 1)).toBeUndefined();
    rotation.putBack('r0');
    expect(rotation.turnOf('r0', 1)).toBe('r0');
  });

  it('waits until everybody who set a replica aside has put it back', () => {
    const rotation = rotationOf(['r0', 'r1']);
    rotation.setAside('r0');
    rotation.setAside('r0');
    rotation.putBack('r0');
    expect(rotation.turnOf('r0', 1)).toBe('r1');
    rotation.putBack('r0');
    rotation.putBack('r0');
    rotation.setAside('r0');
    expect(rotation.turnOf('r0', 1)).toBe('r1');
  });
});
