import type { Seed } from './defect.ts';

/** Lets the rejection of a client go unhandled, which ends the process. */
export const seed: Seed = (parts) => ({
  ...parts,
  policyService: {
    async ask(question, context) {
      const answer = await parts.policyService.ask(question, context);
      if (answer.kind === 'unavailable') void Promise.reject(new Error('the policy service cannot be asked'));
      return answer;
    },
  },
});
