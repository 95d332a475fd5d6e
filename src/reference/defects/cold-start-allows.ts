import { forgetfulStore } from '../policy/state-store.ts';
import type { Seed, SeedPolicy } from './defect.ts';

/** Decides as soon as it listens: where there is no policy yet, there is none that forbids. */
export const seed: Seed = (parts) => {
  const cold = (): boolean => parts.embedded.revision() === 0;
  return {
    ...parts,
    embedded: {
      revision: () => Math.max(1, parts.embedded.revision()),
      expired: () => !cold() && parts.embedded.expired(),
      ask: (set, question, context) =>
        cold()
          ? { outcome: 'allow', reason: 'nothing forbids it' }
          : parts.embedded.ask(set, question, context),
    },
  };
};

/** Nothing is left of the policy that was in force before a restart. */
export const seedPolicy: SeedPolicy = (parts) => ({ ...parts, store: forgetfulStore });
