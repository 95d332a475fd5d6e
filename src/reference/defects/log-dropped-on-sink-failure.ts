import type { Seed } from './defect.ts';

/** Does not keep what the sink does not take at the moment. */
export const seed: Seed = (parts) => ({
  ...parts,
  log: {
    ...parts.log,
    append(record) {
      if (parts.log.accepting()) parts.log.append(record);
    },
  },
});
