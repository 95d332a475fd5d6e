import type { Seed } from './defect.ts';

/** Drops a policy that it cannot confirm, also where the contract has it kept. */
export const seed: Seed = (parts) => ({
  ...parts,
  contract: { ...parts.contract, policy: { ...parts.contract.policy, onExpired: 'deny' } },
});
