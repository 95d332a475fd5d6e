import type { Lifetime } from '../service/run-service.ts';
import type { FollowedPolicy } from './follow.ts';
import { keepPolicy } from './policy-keeper.ts';
import type { PolicyParts } from './policy-parts.ts';

/**
 * Puts the policy in force that came with the release, once. Where that cannot be believed, the last one that could
 * stays.
 * @param name of the process
 */
export async function loadRelease(
  parts: PolicyParts,
  name: string,
  lifetime: Lifetime,
): Promise<FollowedPolicy> {
  const keeper = keepPolicy(name, parts);
  lifetime.onStop(() => keeper.close());
  await keeper.restore();
  await keeper.refresh();
  return keeper;
}
