import type { Seed } from './defect.ts';

/** Repeats cached answers below the place that says how a decision was made, which takes them for fresh ones. */
export const seed: Seed = (parts) => ({
  ...parts,
  policyService: {
    async ask(question, context) {
      const answer = await parts.policyService.ask(question, context);
      const fallback = parts.contract.actions[question.action]?.whenUnavailable;
      if (answer.kind === 'answer' || fallback?.mode !== 'cache') return answer;
      const cached = parts.cache.find(question, fallback.maxAgeMs, parts.embedded.revision());
      return cached === undefined ? answer : { kind: 'answer', ...cached };
    },
  },
});
