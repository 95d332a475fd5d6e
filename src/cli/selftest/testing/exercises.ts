import type { CheckResult } from '../../../model/check.ts';
import type { Result } from '../../../model/result.ts';
import { testPlan } from '../../../oracle/testing/test-plan.ts';
import type { Plan } from '../../../plan/plan.ts';
import { scoreRun } from '../../../score/score-run.ts';
import { check, finding, judgement } from '../../../score/testing/judgements.ts';
import type { Exercise, KnownDefect } from '../exercise.ts';
import type { JudgedExercise } from '../judged-exercise.ts';

/** A defect that the scenario `made-for-it` must show by a wrong allow. */
export const failOpen: KnownDefect = {
  id: 'fail-open',
  description: 'allows whatever is asked',
  shownBy: { scenario: 'made-for-it', check: 'no-wrong-allow', violation: 'wrong-allow' },
};

export function planNamed(id: string): Plan {
  return testPlan({ scenario: { id, title: id, why: 'To test.', file: `scenarios/${id}.yaml` } });
}

export function exercise(parts: Partial<Exercise> = {}, scenario = 'made-for-it'): Exercise {
  return { group: 'fail-open', defect: 'fail-open', plan: planNamed(scenario), ...parts };
}

/** The check that must show it, failed for a wrong allow. */
export const alarm: CheckResult = check({ outcome: 'fail', failed: 3, violations: ['wrong-allow'] });

/** Another check that failed. */
export const late: CheckResult = check({ id: 'within-budget', outcome: 'fail', violations: ['late'] });

/** A result of one drill with these checks. */
export function resultOf(checks: readonly CheckResult[], missing: readonly string[] = []): Result {
  const verdict = checks.some(({ outcome }) => outcome === 'fail')
    ? 'fail'
    : missing.length > 0
      ? 'inconclusive'
      : 'pass';
  const whole = judgement();
  const findings = checks
    .flatMap(({ violations }) => violations)
    .map((violation) => finding({ violation, headline: `So many were a ${violation}.` }));
  return scoreRun([
    judgement({ checks, verdict, evidence: { ...whole.scenario.evidence, missing } }, { findings }),
  ]);
}

export function judged(of: Exercise, result: Result | null, trouble: string | null = null): JudgedExercise {
  return { exercise: of, result, trouble, journal: `${of.group}/${of.plan.scenario.id}.ndjson` };
}
