import type { EmbeddedPolicy } from '../../app/decide/embedded-policy.ts';
import type { PolicyAnswer } from '../../engine/engine.ts';

/**
 * A policy that answers each question as it did first, whatever is in force since.
 * @param sets of which it does so
 */
export function memoised(policy: EmbeddedPolicy, sets: readonly string[]): EmbeddedPolicy {
  const first = new Map<string, PolicyAnswer>();
  return {
    ...policy,
    ask(set, question, context) {
      if (!sets.includes(set)) return policy.ask(set, question, context);
      const { subject, action, resource } = question;
      const key = JSON.stringify([set, subject.type, subject.id, action, resource.name, context]);
      const answer = first.get(key) ?? policy.ask(set, question, context);
      first.set(key, answer);
      return answer;
    },
  };
}
