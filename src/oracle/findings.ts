import type { UnnumberedFinding } from '../model/judgement.ts';
import type { Violation } from '../model/violation.ts';
import { severityOf, violationsBySeverity } from '../model/violation.ts';
import type { Plan } from '../plan/plan.ts';
import { checkOf } from './checks/registry.ts';
import { declaredBy } from './declared.ts';
import { findingTexts } from './finding-texts.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { JudgedObservation } from './judge-observation.ts';
import type { LogJudgement } from './judge-log.ts';
import type { RollbackJudgement } from './rollback.ts';
import { faultKey } from './wording.ts';

/** Observations that broke the contract in one way, with one action, under one fault. */
export interface ViolationGroup {
  readonly violation: Violation;
  /** Null where the violation is the whole scenario's. */
  readonly action: string | null;
  /** In the order in which they were sent. */
  readonly members: readonly JudgedObservation[];
  /** Conclusive observations that could have been members. */
  readonly of: number;
  /** What was wrong with them beyond the violation's name. */
  readonly details: readonly string[];
}

/** The causes of failure of a scenario, most severe first. */
export function findingsOf(
  plan: Plan,
  facts: JournalFacts,
  judged: readonly JudgedObservation[],
  log: LogJudgement,
  rollback: RollbackJudgement | null,
): readonly UnnumberedFinding[] {
  const groups = [
    ...observationGroups(judged),
    ...logGroups(plan, judged, log),
    ...(rollback === null ? [] : rollbackGroups(rollback)),
  ];
  return groups
    .map((group) => finding(plan, facts, group, rollback))
    .toSorted(
      (a, b) =>
        violationsBySeverity.indexOf(a.violation) - violationsBySeverity.indexOf(b.violation) ||
        b.seen.count - a.seen.count ||
        (a.fingerprint < b.fingerprint ? -1 : 1),
    );
}

function observationGroups(judged: readonly JudgedObservation[]): readonly ViolationGroup[] {
  const broken = new Map<string, { violation: Violation; members: JudgedObservation[] }>();
  const conclusive = new Map<string, number>();
  for (const one of judged) {
    if (one.verdict === 'inconclusive') continue;
    const place = placeOf(one);
    conclusive.set(`${place} ${one.when}`, (conclusive.get(`${place} ${one.when}`) ?? 0) + 1);
    if (one.verdict === 'pass') continue;
    const key = `${one.verdict} ${place}`;
    const group = broken.get(key);
    if (group === undefined) broken.set(key, { violation: one.verdict, members: [one] });
    else group.members.push(one);
  }
  return [...broken.values()].map(({ violation, members }) => ({
    violation,
    action: members[0]?.cell.cell.do ?? null,
    members,
    of: [...new Set(members.map((one) => `${placeOf(one)} ${one.when}`))].reduce(
      (sum, key) => sum + (conclusive.get(key) ?? 0),
      0,
    ),
    details: [],
  }));
}

function logGroups(
  plan: Plan,
  judged: readonly JudgedObservation[],
  log: LogJudgement,
): readonly ViolationGroup[] {
  const lost = log.unlogged.length > plan.contract.decisionLog.maxLoss ? log.unlogged : [];
  const decisions = new Map<string, number>();
  for (const one of judged) {
    if (one.seen.decisionId !== undefined)
      decisions.set(placeOf(one), (decisions.get(placeOf(one)) ?? 0) + 1);
  }
  const details = new Map(log.misrecorded.map(({ of, detail }) => [of, detail]));
  const grouped = (violation: Violation, members: readonly JudgedObservation[]): ViolationGroup[] =>
    [...Map.groupBy(members, placeOf)].map(([place, inPlace]) => ({
      violation,
      action: inPlace[0]?.cell.cell.do ?? null,
      members: inPlace,
      of: decisions.get(place) ?? inPlace.length,
      details: [...new Set(inPlace.flatMap((one) => details.get(one) ?? []))],
    }));
  return [
    ...grouped('unlogged', lost),
    ...grouped(
      'misrecorded',
      log.misrecorded.map(({ of }) => of),
    ),
  ];
}

function rollbackGroups({ report, wrong }: RollbackJudgement): readonly ViolationGroup[] {
  if (report.withinObjective !== false) return [];
  return [{ violation: 'rollback-overrun', action: null, members: wrong, of: wrong.length, details: [] }];
}

function finding(
  plan: Plan,
  facts: JournalFacts,
  group: ViolationGroup,
  rollback: RollbackJudgement | null,
): UnnumberedFinding {
  const { violation, action, members } = group;
  const check = checkOf(violation).info;
  const first = members[0];
  const fault = violation === 'rollback-overrun' ? null : (first?.fault ?? null);
  const key = fault === null ? null : faultKey(fault.spec);
  const texts = findingTexts(group, rollback);
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
      count: members.length,
      of: group.of,
      first: first?.seen.sent ?? 0,
      last: members.reduce((latest, one) => Math.max(latest, one.seen.received), 0),
      replicas: [...new Set(members.map((one) => one.seen.replica))].toSorted(),
      decisions: members.flatMap((one) => one.seen.decisionId ?? []).slice(0, 3),
    },
    why: check.why,
    fix: check.fix,
    reproduce: facts.header.reproduce,
    controls: check.controls,
  };
}

function placeOf(one: JudgedObservation): string {
  return `${one.cell.cell.do} ${one.fault === null ? '' : faultKey(one.fault.spec)}`;
}

function phaseAt(facts: JournalFacts, t: number): string | null {
  return facts.phases.findLast((event) => event.edge === 'start' && event.t <= t)?.phase ?? null;
}
