import { createRemotePolicyService } from '../app/decide/remote-policy-service.ts';
import type { Seed } from './defect.ts';

const patienceMs = 5_000;

/** Waits as long as the HTTP client does when nobody tells it otherwise, whatever the caller was promised. */
export const seed: Seed = (parts, { policyService }) => {
  const patient = createRemotePolicyService({ ...policyService, timeoutMs: patienceMs });
  return {
    ...parts,
    policyService: {
      ask: (question, context) => patient.ask({ ...question, deadline: Infinity }, context),
    },
  };
};
