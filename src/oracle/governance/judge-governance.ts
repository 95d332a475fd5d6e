import type { CheckInfo, CheckResult } from '../../model/check.ts';
import type { GovernanceReport, UnnumberedFinding } from '../../model/judgement.ts';
import type { Finding } from '../../model/result.ts';
import { severityOf, violationsBySeverity } from '../../model/violation.ts';
import type { Plan } from '../../plan/plan.ts';
import type { JournalFacts } from '../journal-facts.ts';
import { countRecords } from '../log-join.ts';
import type {
  Citation,
  GovernanceCheck,
  GovernanceEvidence,
  GovernanceJudgement,
  Shortcoming,
} from './governance-check.ts';
import { declaredDistribution, recordedChanges } from './policy-changes.ts';
import { governanceChecks } from './registry.ts';

/** Asks every question of governance of a plan's contract and of the decision log that its journal holds. */
export function judgeGovernance(plan: Plan, facts: JournalFacts): GovernanceReport {
  const evidence: GovernanceEvidence = {
    plan,
    records: facts.log.kinds.filter(({ action }) => Object.hasOwn(plan.contract.actions, action)),
  };
  const judged = governanceChecks.map((check) => ({ check, judgement: judgedBy(check, evidence) }));
  return {
    rollbackObjectiveMs: plan.contract.policy.rollback.objectiveMs,
    distribution: declaredDistribution(plan.contract),
    changes: recordedChanges(facts.changes),
    checks: judged.map(({ check, judgement }) => resultOf(check.info, judgement)),
    findings: judged.flatMap(({ check, judgement }) =>
      'failure' in judgement
        ? []
        : judgement.shortcomings.map((each) => finding(plan, facts, check.info, each)),
    ),
  };
}

/** A check that crashes has judged nothing. */
function judgedBy(
  check: GovernanceCheck,
  evidence: GovernanceEvidence,
): GovernanceJudgement | { readonly failure: string } {
  try {
    return check.judge(evidence);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function resultOf(info: CheckInfo, judgement: ReturnType<typeof judgedBy>): CheckResult {
  if ('failure' in judgement) {
    const note = `The check itself failed: ${judgement.failure}`;
    return { ...info, outcome: 'inconclusive', judged: 0, failed: 0, inconclusive: 1, note, violations: [] };
  }
  const { judged, shortcomings, note } = judgement;
  const failed = shortcomings.length;
  return {
    ...info,
    outcome: failed > 0 ? 'fail' : judged > 0 ? 'pass' : 'not-applicable',
    judged,
    failed,
    inconclusive: 0,
    note,
    violations: violationsBySeverity.filter((each) =>
      shortcomings.some(({ violation }) => violation === each),
    ),
  };
}

function finding(
  plan: Plan,
  facts: JournalFacts,
  info: CheckInfo,
  { violation, subject, title, headline, action, declared, seen, records, of }: Shortcoming,
): UnnumberedFinding {
  return {
    fingerprint: `${violation}/${subject}`,
    check: info.id,
    title,
    headline,
    violation,
    severity: severityOf[violation],
    scenario: plan.scenario.id,
    action,
    fault: null,
    phase: null,
    declared: cited(plan, declared),
    seen: {
      text: seen,
      count: Math.max(1, countRecords(records)),
      of: Math.max(1, of),
      first: records.reduce((first, kind) => Math.min(first, kind.first), records[0]?.first ?? 0),
      last: records.reduce((last, kind) => Math.max(last, kind.last), 0),
      replicas: [...new Set(records.map(({ replica }) => replica))].toSorted(),
      decisions: records
        .flatMap(({ examples }) => examples)
        .toSorted((a, b) => a.t - b.t)
        .slice(0, 3)
        .map(({ decisionId }) => decisionId),
    },
    why: info.why,
    fix: info.fix,
    reproduce: facts.header.reproduce,
    controls: info.controls,
  };
}

function cited(plan: Plan, { text, at }: Citation): Finding['declared'] {
  if ('file' in at) return { text, file: at.file, line: at.line === 0 ? null : at.line };
  const line = at.map((key) => plan.contractLines[key]).find((each) => each !== undefined);
  return { text, file: plan.contractFile, line: line ?? null };
}
