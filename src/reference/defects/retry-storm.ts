import { unavailable, type RemoteAnswer } from '../app/decide/policy-service.ts';
import type { Seed } from './defect.ts';

const attempts = 4;

/** Asks at once again where it was refused, within its budget: every outage gets four times the load. */
export const seed: Seed = (parts) => ({
  ...parts,
  policyService: {
    async ask(question, context) {
      let answer: RemoteAnswer = unavailable('not asked');
      for (let attempt = 0; attempt < attempts && answer.kind === 'unavailable'; attempt++) {
        answer = await parts.policyService.ask(question, context);
      }
      return answer;
    },
  },
});
