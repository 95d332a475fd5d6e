import type { Decision, Mode } from '../../../model/decision.ts';
import type { UsedInput } from '../decide/question.ts';

/** One line of the decision log. */
export interface DecisionRecord {
  readonly decisionId: string;
  readonly timestamp: string;
  readonly replica: string;
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  readonly inputs: Readonly<Record<string, UsedInput>>;
  readonly outcome: Decision;
  readonly mode: Mode;
  readonly policyRevision: number;
  readonly obligations: readonly string[];
  readonly reason: string;
}

/** Takes decision records, at once and without ever failing. */
export interface DecisionLog {
  append(record: DecisionRecord): void;
  /** Whether the sink takes records, as far as is known. */
  accepting(): boolean;
}
