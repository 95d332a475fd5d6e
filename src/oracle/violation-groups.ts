import type { Violation } from '../model/violation.ts';
import type { Plan } from '../plan/plan.ts';
import type { JudgedObservation } from './judge-observation.ts';
import type { LogJudgement } from './judge-log.ts';
import type { RollbackJudgement } from './rollback/judge-rollback.ts';
import { faultKey } from './wording.ts';
import type { FaultSpan } from './world/fault-span.ts';

/** Observations that broke the contract in one way, with one action, under one fault: one cause, as a reader sees it. */
export interface ViolationGroup {
  readonly violation: Violation;
  /** Null where the violation is the whole scenario's. */
  readonly action: string | null;
  /** Null where no fault had been injected, or the violation has nothing to do with one. */
  readonly fault: FaultSpan | null;
  /** In the order in which they were sent. */
  readonly members: readonly JudgedObservation[];
  /** Conclusive observations that could have been members. */
  readonly of: number;
  /** What was wrong with them beyond the violation's name. */
  readonly details: readonly string[];
}

/** Everything that broke the contract, grouped. */
export function violationGroups(
  plan: Plan,
  judged: readonly JudgedObservation[],
  log: LogJudgement,
  rollback: RollbackJudgement | null,
): readonly ViolationGroup[] {
  return [
    ...observationGroups(judged),
    ...logGroups(plan, judged, log),
    ...(rollback === null ? [] : rollbackGroups(rollback)),
  ];
}

function observationGroups(judged: readonly JudgedObservation[]): readonly ViolationGroup[] {
  const broken = new Map<string, { violation: Violation; members: JudgedObservation[] }>();
  const conclusive = new Map<string, number>();
  for (const one of judged) {
    if (one.verdict === 'inconclusive') continue;
    const part = partOf(one);
    conclusive.set(part, (conclusive.get(part) ?? 0) + 1);
    if (one.verdict === 'pass') continue;
    const key = `${one.verdict} ${placeOf(one)}`;
    const group = broken.get(key);
    if (group === undefined) broken.set(key, { violation: one.verdict, members: [one] });
    else group.members.push(one);
  }
  return [...broken.values()].map(({ violation, members }) => ({
    violation,
    action: members[0]?.cell.cell.do ?? null,
    fault: members[0]?.fault ?? null,
    members,
    of: [...new Set(members.map(partOf))].reduce((sum, part) => sum + (conclusive.get(part) ?? 0), 0),
    details: [],
  }));
}

/** Whether a record is there has to do with the sink's faults alone. */
function logGroups(
  plan: Plan,
  judged: readonly JudgedObservation[],
  log: LogJudgement,
): readonly ViolationGroup[] {
  const lost = log.unlogged.length > plan.contract.decisionLog.maxLoss ? log.unlogged : [];
  if (lost.length + log.misrecorded.length === 0) return [];
  const decisions = new Map<string, number>();
  for (const one of judged) {
    if (one.seen.decisionId !== undefined) {
      decisions.set(logPlaceOf(one), (decisions.get(logPlaceOf(one)) ?? 0) + 1);
    }
  }
  const details = new Map(log.misrecorded.map(({ of, detail }) => [of, detail]));
  const grouped = (violation: Violation, members: readonly JudgedObservation[]): ViolationGroup[] =>
    [...Map.groupBy(members, logPlaceOf)].map(([place, inPlace]) => ({
      violation,
      action: inPlace[0]?.cell.cell.do ?? null,
      fault: sinkFaultOf(inPlace[0]),
      members: inPlace,
      of: decisions.get(place) ?? inPlace.length,
      details: [...new Set(inPlace.flatMap((one) => details.get(one) ?? []))],
    }));
  const misrecorded = log.misrecorded.map(({ of }) => of);
  return [...grouped('unlogged', lost), ...grouped('misrecorded', misrecorded)];
}

function rollbackGroups({ report, wrong }: RollbackJudgement): readonly ViolationGroup[] {
  if (report.withinObjective !== false) return [];
  return [
    {
      violation: 'rollback-overrun',
      action: null,
      fault: null,
      members: wrong,
      of: wrong.length,
      details: [],
    },
  ];
}

function placeOf({ cell, fault }: JudgedObservation): string {
  return `${cell.cell.do} ${fault === null ? '' : faultKey(fault.spec)}`;
}

/** Place and time: what the members of a group are a share of. */
function partOf(one: JudgedObservation): string {
  return `${placeOf(one)} ${one.when}`;
}

function sinkFaultOf(one: JudgedObservation | undefined): FaultSpan | null {
  return one?.fault?.spec.on === 'log-sink' ? one.fault : null;
}

function logPlaceOf(one: JudgedObservation): string {
  const fault = sinkFaultOf(one);
  return `${one.cell.cell.do} ${fault === null ? '' : faultKey(fault.spec)}`;
}
