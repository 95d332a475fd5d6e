import type { CheckInfo, CheckOutcome, CheckResult } from '../../model/check.ts';
import type { Violation } from '../../model/violation.ts';

interface SampleCheck extends CheckInfo {
  readonly violation: Violation;
}

/** Checks as a report meets them, one for each category and severity. */
export const sampleChecks = {
  decision: {
    id: 'no-wrong-allow',
    title: 'Nothing was allowed that the contract does not allow',
    failureTitle: 'Requests were allowed that the contract does not allow',
    why: 'Anyone could approve payments while the policy service was unreachable.',
    fix: 'Treat a time-out as no answer and go to the declared fallback. Check the client’s default for unanswered requests.',
    category: 'safety',
    severity: 'critical',
    violation: 'wrong-allow',
    controls: {
      csf: ['PR.AA-05', 'PR.IR-03'],
      sp80053: ['AC-3', 'SI-17'],
      aiRmf: ['MEASURE 2.6'],
      nhi: ['NHI5'],
    },
  },
  obligations: {
    id: 'obligations-met',
    title: 'Degraded answers kept their obligations',
    failureTitle: 'A degraded answer showed fields that had to be redacted',
    why: 'A fallback that shows more than the policy would is a leak that nobody sees.',
    fix: 'Apply the obligations of the coarse policy where the answer is built, not where it is shown.',
    category: 'safety',
    severity: 'critical',
    violation: 'obligation-missed',
    controls: { csf: ['PR.DS-01'], sp80053: ['AC-3', 'AC-6'], aiRmf: [], nhi: [] },
  },
  availability: {
    id: 'no-wrong-deny',
    title: 'Nothing was denied that the contract allows',
    failureTitle: 'Reads were denied although the policy service had come back',
    why: 'A fallback that outlives its outage turns a short outage into a long one.',
    fix: 'The failed state of the client is remembered; ask again once the service answers.',
    category: 'availability',
    severity: 'major',
    violation: 'wrong-deny',
    controls: { csf: ['PR.IR-03', 'RC.RP-05'], sp80053: ['CP-10'], aiRmf: [], nhi: [] },
  },
  budget: {
    id: 'within-budget',
    title: 'Every answer came within the budget',
    failureTitle: 'Answers came later than the budget',
    why: 'A caller that waits longer than declared gives up, retries, and makes the outage worse.',
    fix: 'Bound the whole decision, retries included, not one attempt of it.',
    category: 'availability',
    severity: 'major',
    violation: 'late',
    controls: { csf: ['PR.IR-04'], sp80053: ['SC-5'], aiRmf: [], nhi: [] },
  },
  freshness: {
    id: 'inputs-fresh',
    title: 'No decision rested on an input older than declared',
    failureTitle: 'Decisions rested on an input older than declared',
    why: 'A risk score from before the incident says nothing about the incident.',
    fix: 'Compare the input’s own time stamp with its declared age at the moment of the decision.',
    category: 'freshness',
    severity: 'critical',
    violation: 'stale-allow',
    controls: {
      csf: ['PR.AA-05', 'DE.CM-09'],
      sp80053: ['AC-24', 'AC-3'],
      aiRmf: ['MANAGE 2.4'],
      nhi: ['NHI5'],
    },
  },
  rollback: {
    id: 'rollback-in-time',
    title: 'The bad rule was gone within the objective',
    failureTitle: 'The bad rule was still deciding after the objective',
    why: 'A rule that lets the wrong people in does its harm for as long as any replica decides by it.',
    fix: 'Drop cached decisions made under a lower revision when a bundle is activated.',
    category: 'rollback',
    severity: 'major',
    violation: 'rollback-overrun',
    controls: { csf: ['RS.MI-01', 'RC.RP-01'], sp80053: ['CM-3', 'CP-10'], aiRmf: ['MANAGE 4.1'], nhi: [] },
  },
  logging: {
    id: 'every-decision-logged',
    title: 'Every decision is in the decision log, as the caller got it',
    failureTitle: 'Decisions are missing from the decision log',
    why: 'What is not logged cannot be investigated.',
    fix: 'Keep records while the sink is down and send them when it is back.',
    category: 'evidence',
    severity: 'major',
    violation: 'unlogged',
    controls: {
      csf: ['PR.PS-04', 'DE.AE-03'],
      sp80053: ['AU-2', 'AU-5', 'AU-12'],
      aiRmf: ['MEASURE 2.8'],
      nhi: [],
    },
  },
} as const satisfies Record<string, SampleCheck>;

/** A check's result in one scenario. */
export function checkResult(
  { violation, ...info }: SampleCheck,
  outcome: CheckOutcome,
  figures: {
    readonly judged?: number;
    readonly failed?: number;
    readonly inconclusive?: number;
    readonly note?: string;
  } = {},
): CheckResult {
  return {
    ...info,
    outcome,
    judged: figures.judged ?? 0,
    failed: figures.failed ?? 0,
    inconclusive: figures.inconclusive ?? 0,
    note: figures.note ?? null,
    violations: outcome === 'fail' ? [violation] : [],
  };
}
