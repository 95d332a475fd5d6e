import type { Violation } from '../../model/violation.ts';
import type { ObservationKind } from '../kinds.ts';
import type { CheckContext, CheckJudgement } from './check.ts';

interface ObservationQuestion {
  readonly violations: readonly Violation[];
  /** Whether the observation could have shown one of the violations. */
  canTell(one: ObservationKind): boolean;
  /** Whether it should have been able to, but something was not looked at. */
  cannotTell?(one: ObservationKind): boolean;
  /** Why nothing could be judged, in a sentence. */
  readonly otherwise: string;
  /** The scenario was made to tell: nothing judged is then inconclusive, not without application. */
  readonly mustTell?: boolean;
}

/** A check that is answered by counting observations. */
export function countObservations(context: CheckContext, question: ObservationQuestion): CheckJudgement {
  let judged = 0;
  let failed = 0;
  let inconclusive = 0;
  const seen = new Set<Violation>();
  for (const one of context.kinds) {
    const violation = question.violations.find((each) => each === one.verdict);
    if (violation !== undefined) {
      judged += one.count;
      failed += one.count;
      seen.add(violation);
    } else if (one.excused !== null && question.violations.includes(one.excused)) {
      // What came before the gate opened was not waited for to tell anything.
      if (one.afterGate && !one.setAside) inconclusive += one.count;
    } else if (question.canTell(one)) judged += one.count;
    else if (question.cannotTell?.(one) === true) inconclusive += one.count;
  }
  return outcomeOf({
    judged,
    failed,
    inconclusive: judged === 0 && question.mustTell === true ? Math.max(1, inconclusive) : inconclusive,
    violations: question.violations.filter((each) => seen.has(each)),
    otherwise: question.otherwise,
  });
}

interface Count {
  readonly judged: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly violations: readonly Violation[];
  readonly otherwise: string;
}

/**
 * The largest share of answers that a pass may leave open. What a starved machine excuses might as well be a defect of one
 * replica or of one action, so a check that had to look away too often does not know.
 */
const openShare = 0.2;

/** One failure fails; nothing judged, or too little of it, is never a pass. */
export function outcomeOf({ judged, failed, inconclusive, violations, otherwise }: Count): CheckJudgement {
  const count = { judged, failed, inconclusive };
  if (failed > 0) return { outcome: 'fail', ...count, note: null, violations };
  const all = judged + inconclusive;
  if (judged > 0 && inconclusive > openShare * all) {
    const note = `${inconclusive} of ${all} answers could not be judged: too many to pass.`;
    return { outcome: 'inconclusive', ...count, note, violations: [] };
  }
  if (judged > 0) return { outcome: 'pass', ...count, note: null, violations: [] };
  if (inconclusive > 0) return { outcome: 'inconclusive', ...count, note: otherwise, violations: [] };
  return notApplicable(otherwise);
}

/** The scenario cannot exercise the check. */
export function notApplicable(note: string): CheckJudgement {
  return { outcome: 'not-applicable', judged: 0, failed: 0, inconclusive: 0, note, violations: [] };
}
