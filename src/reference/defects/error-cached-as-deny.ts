import type { Seed } from './defect.ts';

const keptMs = 5_000;

/** Takes an error for a deny and remembers that for a while, whoever may be back meanwhile. */
export const seed: Seed = (parts) => {
  const deniedUntil = new Map<string, number>();
  return {
    ...parts,
    policyService: {
      async ask(question, context) {
        const key = JSON.stringify([question.subject.id, question.action, question.resource.name]);
        if ((deniedUntil.get(key) ?? 0) > performance.now()) {
          const revision = parts.embedded.revision();
          return { kind: 'answer', outcome: 'deny', revision, reason: 'denied a moment ago' };
        }
        const answer = await parts.policyService.ask(question, context);
        if (answer.kind === 'unavailable' && !answer.timedOut)
          deniedUntil.set(key, performance.now() + keptMs);
        return answer;
      },
    },
  };
};
