import { readContract } from '../service/read-contract.ts';
import type { PolicyOwner } from './change-control.ts';

/** Whom the contract names for changes of the policy. */
export interface Owner {
  readonly current: () => PolicyOwner;
  /** Goes by another contract from now on. @throws Error saying what is wrong with it */
  goBy(contractFile: string): Promise<void>;
}

/** @throws Error saying what is wrong with the contract */
export async function readOwner(contractFile: string): Promise<Owner> {
  let { owner } = await readContract(contractFile);
  return {
    current: () => owner,
    async goBy(file) {
      ({ owner } = await readContract(file));
    },
  };
}
