import type { Seed } from './defect.ts';

/** Looks the policy's revision up once, and writes it into every record from then on. */
export const seed: Seed = (parts) => {
  let revision: number | undefined;
  return {
    ...parts,
    log: {
      ...parts.log,
      append(record) {
        revision ??= record.policyRevision;
        parts.log.append({ ...record, policyRevision: revision });
      },
    },
  };
};
