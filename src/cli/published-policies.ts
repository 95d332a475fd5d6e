import type { Plan } from '../plan/plan.ts';

/** What of a plan says what is published. */
export type Published = Pick<Plan, 'scenario' | 'changes' | 'faults'>;

/** Names of the policy contents that a bundle of this drill may hold. */
export function publishedBy({ changes, faults }: Published): readonly string[] {
  const changed = changes.flatMap((change) =>
    change.kind === 'publish' || change.kind === 'revoke' ? [change.policy] : [],
  );
  const served = faults.flatMap(({ spec }) =>
    spec.type === 'untrusted-bundle' ? [spec.policy ?? 'forged'] : [],
  );
  return ['good', ...changed, ...served];
}
