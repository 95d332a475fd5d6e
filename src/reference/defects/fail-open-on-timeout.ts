import type { Seed } from './defect.ts';

/** Takes silence for consent. */
export const seed: Seed = (parts) => ({
  ...parts,
  policyService: {
    async ask(question, context) {
      const answer = await parts.policyService.ask(question, context);
      if (answer.kind === 'answer' || !answer.timedOut) return answer;
      return {
        kind: 'answer',
        outcome: 'allow',
        revision: parts.embedded.revision(),
        reason: 'no objection in time',
      };
    },
  },
});
