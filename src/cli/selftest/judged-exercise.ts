import type { CheckResult } from '../../model/check.ts';
import type { Finding, Result } from '../../model/result.ts';
import type { Violation } from '../../model/violation.ts';
import type { Exercise } from './exercise.ts';

/** An exercise and what its journal says, or why there is nothing to go by. */
export interface JudgedExercise {
  readonly exercise: Exercise;
  /** Null where nothing was drilled. */
  readonly result: Result | null;
  /** Why not, in a sentence. */
  readonly trouble: string | null;
  /** Its journal, as seen from the working directory; null where it was never begun. */
  readonly journal: string | null;
}

/** A check that failed, by the name of one thing that it failed for. */
export interface Alarm {
  readonly scenario: string;
  readonly check: string;
  readonly violation: Violation;
  /** What was found, in a sentence or two. */
  readonly headline: string;
}

/** Every check of a result, whatever it is asked of. */
export function checksIn(result: Result): readonly CheckResult[] {
  return [...result.scenarios.flatMap(({ checks }) => checks), ...result.governance.checks];
}

/** What failed in an exercise: a line for each check and each violation that it failed for. */
export function alarmsIn({ exercise, result }: JudgedExercise): readonly Alarm[] {
  if (result === null) return [];
  return checksIn(result)
    .filter(({ outcome }) => outcome === 'fail')
    .flatMap((check) =>
      check.violations.map((violation) => ({
        scenario: exercise.plan.scenario.id,
        check: check.id,
        violation,
        headline: headlineOf(result.findings, check, violation),
      })),
    );
}

function headlineOf(findings: readonly Finding[], check: CheckResult, violation: Violation): string {
  return findings.find((finding) => finding.violation === violation)?.headline ?? `${check.failureTitle}.`;
}
