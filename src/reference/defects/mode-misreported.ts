import type { Question } from '../app/decide/question.ts';
import type { Seed } from './defect.ts';

/** How often a decision is repeated before it is copied. */
const oftenEnough = 2;

/** Copies what is repeated often into a faster cache, which does not know where a decision came from. */
export const seed: Seed = (parts) => {
  const repeated = new Map<string, number>();
  const fromCopy = new WeakSet<Question>();
  return {
    ...parts,
    policyService: {
      async ask(question, context) {
        const answer = await parts.policyService.ask(question, context);
        const fallback = parts.contract.actions[question.action]?.whenUnavailable;
        if (fallback?.mode !== 'cache') return answer;
        const key = JSON.stringify([question.subject.id, question.action, question.resource.name]);
        const times = answer.kind === 'answer' ? 0 : (repeated.get(key) ?? 0) + 1;
        repeated.set(key, times);
        if (times <= oftenEnough) return answer;
        const cached = parts.cache.find(question, fallback.maxAgeMs, parts.embedded.revision());
        if (cached === undefined) return answer;
        fromCopy.add(question);
        return { kind: 'answer', ...cached };
      },
    },
    cache: {
      ...parts.cache,
      // A copy is no new decision: it grows no younger.
      keep(question, decision) {
        if (!fromCopy.has(question)) parts.cache.keep(question, decision);
      },
    },
  };
};
