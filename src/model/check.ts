import type { Severity, Violation } from './violation.ts';

export type CheckOutcome = 'pass' | 'fail' | 'inconclusive' | 'not-applicable';

/** What a score is made of, with the weight of each (they sum to 100). */
export const categoryWeights = {
  safety: 40,
  availability: 20,
  freshness: 15,
  rollback: 15,
  evidence: 10,
} as const;
export type Category = keyof typeof categoryWeights;

/** Items of public frameworks that a check gives evidence for. */
export interface Controls {
  readonly csf: readonly string[];
  readonly sp80053: readonly string[];
  readonly aiRmf: readonly string[];
  readonly nhi: readonly string[];
}

/** A check as data: what it asks, why it matters, what to change when it fails. */
export interface CheckInfo {
  readonly id: string;
  readonly title: string;
  /** The title when it failed. */
  readonly failureTitle: string;
  readonly why: string;
  readonly fix: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly controls: Controls;
}

/** How one check came out in one scenario. */
export interface CheckResult extends CheckInfo {
  readonly outcome: CheckOutcome;
  /** Observations or facts it could judge. */
  readonly judged: number;
  readonly failed: number;
  readonly inconclusive: number;
  /** Why it is inconclusive or not applicable, in a sentence. */
  readonly note: string | null;
  readonly violations: readonly Violation[];
}

/** `fail` beats `inconclusive` beats `pass`; `not-applicable` counts only when there is nothing else. */
export function mergeOutcomes(all: Iterable<CheckOutcome>): CheckOutcome {
  let merged: CheckOutcome = 'not-applicable';
  const rank: Record<CheckOutcome, number> = { 'not-applicable': 0, pass: 1, inconclusive: 2, fail: 3 };
  for (const outcome of all) if (rank[outcome] > rank[merged]) merged = outcome;
  return merged;
}
