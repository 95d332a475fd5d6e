import type { SeedPolicy } from './defect.ts';

/** Counts a policy that it finds on its disk from the moment of finding it. */
export const seedPolicy: SeedPolicy = (parts) => ({
  ...parts,
  store: {
    ...parts.store,
    async load(onDamage) {
      const { confirmation, ...left } = await parts.store.load(onDamage);
      return { ...left, confirmation: confirmation && { ...confirmation, requested: parts.clocks.moment() } };
    },
  },
});
