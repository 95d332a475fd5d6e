import type { Seed } from './defect.ts';

const patienceMs = 800;

/** Lets no decision of the policy service out before the log sink has answered too, has failed to, or is given up. */
export const seed: Seed = (parts, { logSink }) => ({
  ...parts,
  policyService: {
    async ask(question, context) {
      const answer = await parts.policyService.ask(question, context);
      const { promise: tired, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, patienceMs);
      await Promise.race([tired, Promise.allSettled([logSink.send([])])]);
      clearTimeout(timer);
      return answer;
    },
  },
});
