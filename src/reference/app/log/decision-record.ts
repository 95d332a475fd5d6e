import type { Question, UsedInput, Verdict } from '../decide/question.ts';
import type { DecisionRecord } from './decision-log.ts';

/** What the decision log is told of a decision. Ages are whole milliseconds. */
export function decisionRecord(question: Question, verdict: Verdict, replica: string): DecisionRecord {
  return {
    decisionId: question.id,
    timestamp: new Date().toISOString(),
    replica,
    subject: question.subject.id,
    action: question.action,
    resource: question.resource.name,
    inputs: Object.fromEntries(Object.entries(verdict.inputs).map(([name, input]) => [name, rounded(input)])),
    outcome: verdict.outcome,
    mode: verdict.mode,
    policyRevision: verdict.revision,
    obligations: verdict.obligations,
    reason: verdict.reason,
  };
}

function rounded({ value, ageMs }: UsedInput): UsedInput {
  return ageMs === undefined ? { value } : { value, ageMs: Math.ceil(ageMs) };
}
