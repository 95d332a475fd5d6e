import type { Seed } from './defect.ts';

/** Has a list of what needs a policy, and takes everything else for harmless. */
export const seed: Seed = (parts) => {
  const { contract, embedded } = parts;
  return {
    ...parts,
    contract: {
      ...contract,
      actions: {
        'ledger:purge': { risk: 'low', decide: 'local', uses: [], whenUnavailable: null },
        ...contract.actions,
      },
    },
    embedded: {
      ...embedded,
      ask: (set, question, context) =>
        Object.hasOwn(contract.actions, question.action)
          ? embedded.ask(set, question, context)
          : { outcome: 'allow', reason: 'no policy speaks of it' },
    },
  };
};
