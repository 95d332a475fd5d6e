import type { Seed } from './defect.ts';

/** Lets no decision of the policy service out before the log sink has answered too, or has failed to. */
export const seed: Seed = (parts, { logSink }) => ({
  ...parts,
  policyService: {
    async ask(question, context) {
      const answer = await parts.policyService.ask(question, context);
      await Promise.allSettled([logSink.send([])]);
      return answer;
    },
  },
});
