import type { Question } from '../app/decide/question.ts';
import type { Seed } from './defect.ts';

/** Repeats cached answers below the place that says how a decision was made, which takes them for new ones. */
export const seed: Seed = (parts) => {
  const repeated = new WeakSet<Question>();
  return {
    ...parts,
    policyService: {
      async ask(question, context) {
        const answer = await parts.policyService.ask(question, context);
        const fallback = parts.contract.actions[question.action]?.whenUnavailable;
        if (answer.kind === 'answer' || fallback?.mode !== 'cache') return answer;
        const cached = parts.cache.find(question, fallback.maxAgeMs, parts.embedded.revision());
        if (cached === undefined) return answer;
        repeated.add(question);
        return { kind: 'answer', ...cached };
      },
    },
    cache: {
      ...parts.cache,
      keep(question, decision) {
        if (!repeated.has(question)) parts.cache.keep(question, decision);
      },
    },
  };
};
