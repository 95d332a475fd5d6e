import type { Seed } from './defect.ts';

/** Logs where the policy decides, and forgets the other ways out. */
export const seed: Seed = (parts) => ({
  ...parts,
  log: {
    accepting: () => parts.log.accepting(),
    append(record) {
      if (record.mode === 'local' || record.mode === 'remote') parts.log.append(record);
    },
  },
});
