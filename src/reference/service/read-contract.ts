import type { Contract } from '../../contract/contract.ts';
import { loadContract } from '../../contract/load.ts';

/** Reads the contract that a process goes by. @throws Error saying what is wrong with it */
export async function readContract(file: string): Promise<Contract> {
  const { contract, problems } = await loadContract(file);
  if (contract !== undefined) return contract;
  throw new Error(
    `the contract ${file} cannot be used: ${problems.map(({ message }) => message).join('; ')}`,
  );
}
