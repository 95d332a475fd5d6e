import { createRemotePolicyService } from '../app/decide/remote-policy-service.ts';
import type { Seed } from './defect.ts';

/** Renews its credential when that grows old, and never because it is refused: it is not over yet, after all. */
export const seed: Seed = (parts, { policyService }) => ({
  ...parts,
  policyService: createRemotePolicyService({
    ...policyService,
    credential: { current: () => policyService.credential.current(), refused: () => {} },
  }),
});
