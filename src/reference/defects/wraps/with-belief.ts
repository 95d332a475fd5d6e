import type { HttpAnswer, RemoteAnswer } from '../../app/decide/policy-service.ts';
import { createRemotePolicyService } from '../../app/decide/remote-policy-service.ts';
import type { Seed } from '../defect.ts';

/** What a defect believes an answer to say; undefined where it leaves that to the sound application. */
export type Belief = (answer: HttpAnswer) => 'allow' | 'deny' | undefined;

/** A defect in what is made of the policy service's answers. */
export function withBelief(belief: Belief): Seed {
  return (parts, { policyService }) => ({
    ...parts,
    policyService: createRemotePolicyService({
      ...policyService,
      believe(answer, requestId): RemoteAnswer {
        const outcome = belief(answer);
        if (outcome === undefined) return policyService.believe(answer, requestId);
        const revision = parts.embedded.revision();
        return { kind: 'answer', outcome, revision, reason: 'believed' };
      },
    }),
  });
}
