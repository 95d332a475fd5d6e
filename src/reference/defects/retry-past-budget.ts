import type { RemoteAnswer } from '../app/decide/policy-service.ts';
import { unavailable } from '../app/decide/policy-service.ts';
import type { Seed } from './defect.ts';

const attempts = 3;

/** Gives every attempt the whole time-out, and forgets that somebody waits. */
export const seed: Seed = (parts) => ({
  ...parts,
  policyService: {
    async ask(question, context) {
      let answer: RemoteAnswer = unavailable('not asked');
      for (let attempt = 0; attempt < attempts && answer.kind === 'unavailable'; attempt++) {
        answer = await parts.policyService.ask({ ...question, deadline: Infinity }, context);
      }
      return answer;
    },
  },
});
