import { unavailable } from '../app/decide/policy-service.ts';
import type { Seed } from './defect.ts';

const threshold = 5;
const openMs = 30_000;

/** Has a circuit breaker for what can be answered more coarsely meanwhile, and closes it much later than all is well. */
export const seed: Seed = (parts) => {
  let failures = 0;
  let openUntil = 0;
  return {
    ...parts,
    policyService: {
      async ask(question, context) {
        const degrades = parts.contract.actions[question.action]?.whenUnavailable?.mode === 'degrade';
        if (!degrades) return parts.policyService.ask(question, context);
        if (performance.now() < openUntil) return unavailable('the circuit is open');
        const answer = await parts.policyService.ask(question, context);
        failures = answer.kind === 'answer' ? 0 : failures + 1;
        if (failures >= threshold) openUntil = performance.now() + openMs;
        return answer;
      },
    },
  };
};
