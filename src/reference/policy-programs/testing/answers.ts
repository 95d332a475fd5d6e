import { createCedarEngine } from '../../engine/cedar-engine.ts';
import type { PolicyFiles, PolicyQuestion } from '../../engine/engine.ts';
import { remoteSet } from '../../policy-service/evaluate.ts';

/** What a policy says to each question, in their order. */
export type Answers = readonly Answer[];

/** What it says to one. */
export interface Answer {
  readonly allow: boolean;
  readonly reason: string;
}

/** What the `remote` Cedar of these files says. */
export async function askCedar(files: PolicyFiles, asked: readonly PolicyQuestion[]): Promise<Answers> {
  const engine = createCedarEngine(new Set([remoteSet]));
  await engine.activate(files);
  return asked.map((question) => {
    const { outcome, reason } = engine.decide(remoteSet, question);
    return { allow: outcome === 'allow', reason };
  });
}

/** The one rule of which nothing but the time it takes is wrong (`slow`) is left to a test of its own. */
export function isSlow({ subject, action }: PolicyQuestion): boolean {
  return subject.type === 'User' && subject.id === 'alice' && action === 'payment:approve';
}

/** Reasons that engines cannot have in common: no schema is fitted, or a rule failed. */
const own =
  /^(request does not fit|the request is none|policy \S+ failed|a rule could not be evaluated)|\b(quota|unfit-request)\b/;

/** Questions to which two policies answer otherwise; a few tell enough, and thousands would take minutes to print. */
export function differing(
  asked: readonly PolicyQuestion[],
  one: Answers,
  other: Answers,
  isSameReason: (reason: string, other: string) => boolean = (reason, otherReason) => reason === otherReason,
): readonly object[] {
  return asked
    .map((question, n) => ({ question, one: one[n], other: other[n] }))
    .filter((pair) => {
      if (pair.one === undefined || pair.other === undefined) return true;
      if (pair.one.allow !== pair.other.allow) return true;
      const { reason } = pair.one;
      const otherReason = pair.other.reason;
      return !own.test(reason) && !own.test(otherReason) && !isSameReason(reason, otherReason);
    })
    .slice(0, 5);
}
