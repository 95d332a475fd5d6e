import type { EmbeddedPolicy } from '../../app/decide/embedded-policy.ts';
import type { PolicyAnswer } from '../../engine/engine.ts';

/** The first policy there is, for ever: its revision, and to each question the answer that it had first. */
export function firstPolicyOf(policy: EmbeddedPolicy): EmbeddedPolicy {
  const answers = new Map<string, PolicyAnswer>();
  let first = 0;
  return {
    ...policy,
    revision() {
      if (first === 0) first = policy.revision();
      return first;
    },
    ask(set, question, context) {
      const { subject, action, resource } = question;
      const key = JSON.stringify([set, subject.type, subject.id, action, resource.name, context]);
      const answer = answers.get(key) ?? policy.ask(set, question, context);
      answers.set(key, answer);
      return answer;
    },
  };
}
