import { localSet } from '../app/decide/local.ts';
import type { Seed } from './defect.ts';
import { memoised } from './wraps/memoised.ts';

/** On one replica the first policy is the last: newer ones are fetched and never taken into use. */
export const seed: Seed = (parts, { replica }) => {
  if (replica !== 'r1') return parts;
  const { embedded } = parts;
  let first = 0;
  return {
    ...parts,
    embedded: {
      ...memoised(embedded, [localSet, 'coarse']),
      revision() {
        if (first === 0) first = embedded.revision();
        return first;
      },
    },
  };
};
