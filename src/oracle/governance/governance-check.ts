import type { CheckInfo } from '../../model/check.ts';
import type { Violation } from '../../model/violation.ts';
import type { Plan } from '../../plan/plan.ts';
import type { RecordKind } from '../log-join.ts';

/** A question about who answers for what, asked of the contract and of what the journal shows of its keeping. */
export interface GovernanceCheck {
  readonly info: CheckInfo;
  /** The violations that this check names the cause of. */
  readonly explains: readonly Violation[];
  judge(evidence: GovernanceEvidence): GovernanceJudgement;
}

/** What such a question can be answered from. */
export interface GovernanceEvidence {
  readonly plan: Plan;
  /** Decision-log records of the actions that the contract declares. */
  readonly records: readonly RecordKind[];
}

export interface GovernanceJudgement {
  /** Declarations or records that could be judged; with none the check does not apply. */
  readonly judged: number;
  readonly shortcomings: readonly Shortcoming[];
  /** What a reader has to know of a pass, or why the check does not apply; a sentence. */
  readonly note: string | null;
}

/** One thing that is not governed as it should be. */
export interface Shortcoming {
  readonly violation: Violation;
  /** What it is about, the same in every run: `payment:approve context.risk`. */
  readonly subject: string;
  /** As a heading, without a full stop. */
  readonly title: string;
  /** In a sentence or two, for whoever reads nothing else. */
  readonly headline: string;
  readonly action: string | null;
  readonly declared: Citation;
  /** What was seen, in a sentence. */
  readonly seen: string;
  /** Records that show it; empty where the contract itself does. */
  readonly records: readonly RecordKind[];
  /** Records or declarations that it was looked for in. */
  readonly of: number;
}

/** A place in a file, and what is said there. */
export interface Citation {
  readonly text: string;
  /** Keys of the contract, the closest first; or a place in whatever file. */
  readonly at: readonly string[] | { readonly file: string; readonly line: number };
}
