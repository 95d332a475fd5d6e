import type { DecisionInput } from '../../contract/contract.ts';
import type { Seed } from './defect.ts';

const name = 'subject.department';
const fromToken: DecisionInput = {
  from: 'token',
  local: true,
  type: null,
  maxAgeMs: null,
  timeoutMs: null,
  onStale: 'deny',
  onMissing: 'deny',
};

/** Has let decisions rest on one more thing, and told only the code. */
export const seed: Seed = (parts) => {
  const { contract } = parts;
  const actions = Object.entries(contract.actions).map(([action, declared]) => [
    action,
    { ...declared, uses: [...declared.uses, name] },
  ]);
  return {
    ...parts,
    contract: {
      ...contract,
      inputs: { ...contract.inputs, [name]: fromToken },
      actions: Object.fromEntries(actions),
    },
  };
};
