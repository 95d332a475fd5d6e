import type { PolicyState } from '../policy/state-store.ts';
import type { SeedPolicy } from './defect.ts';

/** Writes down which policy is in force before another one is, and not again after: a restart brings the one before back. */
export const seedPolicy: SeedPolicy = (parts) => {
  let before: PolicyState['bundle'];
  let latest: PolicyState['bundle'];
  return {
    ...parts,
    store: {
      ...parts.store,
      save({ bundle, confirmation }) {
        if (bundle?.etag !== latest?.etag) [before, latest] = [latest, bundle];
        return parts.store.save({ bundle: before ?? latest, confirmation, highest: undefined });
      },
    },
  };
};
