import type { Seed } from './defect.ts';

/** Writes down what the policy service has said, for which no answer counts as a deny; the fallback comes later. */
export const seed: Seed = (parts) => ({
  ...parts,
  log: {
    ...parts.log,
    append(record) {
      const fellBack = record.mode === 'cache' || record.mode === 'degrade';
      parts.log.append(fellBack ? { ...record, outcome: 'deny' } : record);
    },
  },
});
