import type { RemoteAnswer } from '../app/decide/policy-service.ts';
import type { Seed } from './defect.ts';

/** Keeps the promise of a connection that failed, and hands it to everybody who asks from then on. */
export const seed: Seed = (parts) => {
  let failed: RemoteAnswer | undefined;
  return {
    ...parts,
    policyService: {
      async ask(question, context) {
        if (failed !== undefined) return failed;
        const answer = await parts.policyService.ask(question, context);
        if (answer.kind === 'unavailable' && !answer.timedOut) failed = answer;
        return answer;
      },
    },
  };
};
