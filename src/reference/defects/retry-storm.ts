import { unavailable, type RemoteAnswer } from '../app/decide/policy-service.ts';
import type { Seed } from './defect.ts';

const attempts = 4;

/** Asks again at once where it is turned away, within its budget: whoever is in trouble gets four times the load. */
export const seed: Seed = (parts) => ({
  ...parts,
  policyService: {
    async ask(question, context) {
      let answer: RemoteAnswer = unavailable('not asked');
      for (let attempt = 0; attempt < attempts; attempt++) {
        answer = await parts.policyService.ask(question, context);
        if (answer.kind === 'answer' || answer.timedOut) break;
      }
      return answer;
    },
  },
});
