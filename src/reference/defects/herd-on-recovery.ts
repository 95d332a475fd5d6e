import type { Question } from '../app/decide/question.ts';
import type { Seed } from './defect.ts';

/** Keeps what could not be asked, and asks all of it at once as soon as the policy service is back. Nobody waits for the answers. */
export const seed: Seed = (parts) => {
  let missed: { readonly question: Question; readonly context: Readonly<Record<string, unknown>> }[] = [];
  return {
    ...parts,
    policyService: {
      async ask(question, context) {
        const answer = await parts.policyService.ask(question, context);
        if (answer.kind === 'unavailable') {
          missed.push({ question, context });
          return answer;
        }
        const again = missed;
        missed = [];
        for (const one of again)
          void parts.policyService.ask({ ...one.question, deadline: Infinity }, one.context);
        return answer;
      },
    },
  };
};
