import type { Seed } from './defect.ts';
import { createRemotePolicyService } from '../app/decide/remote-policy-service.ts';

/** Takes the next answer for the answer to its question, as if nothing could ever be mixed up. */
export const seed: Seed = (parts, { policyService }) => ({
  ...parts,
  policyService: createRemotePolicyService({
    ...policyService,
    believe: (answer, requestId) => policyService.believe({ ...answer, requestId }, requestId),
  }),
});
