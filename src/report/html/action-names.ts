import type { Result } from '../../model/result.ts';

/** Names of the contract's actions, longest first so that none hides in another. */
export function actionNames({ actions }: Pick<Result, 'actions'>): readonly string[] {
  return actions.map(({ action }) => action).toSorted((a, b) => b.length - a.length);
}
