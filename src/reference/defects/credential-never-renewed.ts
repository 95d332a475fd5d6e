import { createRemotePolicyService } from '../app/decide/remote-policy-service.ts';
import type { Seed } from './defect.ts';

/** Gets itself a credential when it starts and shows that one until it ends. */
export const seed: Seed = (parts, { policyService }) => {
  let first: Promise<string> | undefined;
  return {
    ...parts,
    policyService: createRemotePolicyService({
      ...policyService,
      credential: {
        current: () => (first ??= policyService.credential.current()),
        refused: () => {},
      },
    }),
  };
};
