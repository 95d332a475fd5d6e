import type { UnnumberedFinding } from '../model/judgement.ts';
import { severityOf, violationsBySeverity } from '../model/violation.ts';
import type { Plan } from '../plan/plan.ts';
import { checkOf } from './checks/registry.ts';
import { declaredBy } from './declared.ts';
import { findingTexts } from './finding-texts.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { RollbackJudgement } from './rollback/judge-rollback.ts';
import type { ViolationGroup } from './violation-groups.ts';
import { faultKey } from './wording.ts';

/** The causes of failure of a scenario, most severe first. */
export function findingsOf(
  plan: Plan,
  facts: JournalFacts,
  groups: readonly ViolationGroup[],
  rollbacks: readonly RollbackJudgement[],
): readonly UnnumberedFinding[] {
  return groups
    .map((group) => finding(plan, facts, group, rollbacks))
    .toSorted(
      (a, b) =>
        violationsBySeverity.indexOf(a.violation) - violationsBySeverity.indexOf(b.violation) ||
        b.seen.count - a.seen.count ||
        (a.fingerprint < b.fingerprint ? -1 : 1),
    );
}

function finding(
  plan: Plan,
  facts: JournalFacts,
  group: ViolationGroup,
  rollbacks: readonly RollbackJudgement[],
): UnnumberedFinding {
  const { violation, action, members } = group;
  const check = checkOf(violation).info;
  const { first } = members;
  const key = group.fault === null ? null : faultKey(group.fault.spec);
  const texts = findingTexts(group, rollbacks);
  return {
    fingerprint: [violation, action ?? 'all actions', key ?? 'no fault'].join('/'),
    check: check.id,
    title: texts.title,
    headline: texts.headline,
    violation,
    severity: severityOf[violation],
    scenario: plan.scenario.id,
    action,
    fault: key,
    phase: first === undefined ? null : phaseAt(facts, first.seen.sent),
    declared: declaredBy(plan, group),
    seen: {
      text: texts.seen,
      count: members.count,
      of: group.of,
      first: first?.seen.sent ?? 0,
      last: members.lastReceived,
      replicas: [...members.replicas].toSorted(),
      decisions: members.decisions,
    },
    why: check.why,
    fix: check.fix,
    reproduce: facts.header.reproduce,
    controls: check.controls,
  };
}

function phaseAt(facts: JournalFacts, t: number): string | null {
  return facts.phases.findLast((event) => event.edge === 'start' && event.t <= t)?.phase ?? null;
}
