import type { Contract } from '../../../contract/contract.ts';
import { localSet } from './local.ts';

/** The policy sets that the process itself decides by: the local one, and those to which actions degrade. */
export function embeddedSets({ actions }: Pick<Contract, 'actions'>): ReadonlySet<string> {
  const coarse = Object.values(actions).flatMap(({ whenUnavailable: fallback }) =>
    fallback?.mode === 'degrade' ? [fallback.policy] : [],
  );
  return new Set([localSet, ...coarse]);
}
