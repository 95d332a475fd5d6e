import type { Violation } from '../model/violation.ts';
import type { Plan } from '../plan/plan.ts';
import type { ControlJudgement } from './change-control.ts';
import type { BrokenObservation, JudgedObservation } from './judge-observation.ts';
import { countOf } from './kinds.ts';
import type { ObservationKind } from './kinds.ts';
import type { LogJudgement } from './judge-log.ts';
import type { StormJudgement } from './request-storm.ts';
import type { RollbackJudgement } from './rollback/judge-rollback.ts';
import { slowestOf } from './rollback/spread.ts';
import { faultKey, formatCount } from './wording.ts';
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

/**
 * Everything that broke the contract, grouped.
 * @param broken in the order in which it was sent
 */
export function violationGroups(
  plan: Plan,
  kinds: readonly ObservationKind[],
  broken: readonly BrokenObservation[],
  log: LogJudgement,
  rollbacks: readonly RollbackJudgement[],
  storm: StormJudgement,
  control: ControlJudgement,
): readonly ViolationGroup[] {
  return [
    ...observationGroups(kinds, broken),
    ...logGroups(plan, kinds, log),
    ...rollbackGroups(rollbacks),
    ...stormGroups(storm),
    ...controlGroups(control),
  ];
}

function observationGroups(
  kinds: readonly ObservationKind[],
  broken: readonly BrokenObservation[],
): readonly ViolationGroup[] {
  const conclusive = new Map<string, number>();
  for (const kind of kinds) {
    if (kind.verdict === 'inconclusive') continue;
    const part = partOf(kind);
    conclusive.set(part, (conclusive.get(part) ?? 0) + kind.count);
  }
  return [...Map.groupBy(broken, (one) => `${one.verdict} ${placeOf(one)}`).values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    return {
      violation: first.verdict,
      action: first.cell.cell.do,
      fault: first.fault,
      members,
      of: [...new Set(members.map(partOf))].reduce((sum, part) => sum + (conclusive.get(part) ?? 0), 0),
      details: [],
    };
  });
}

/**
 * Records go missing with the sink, or with a way of deciding: those that were all decided under one fault are named by it.
 */
function logGroups(
  plan: Plan,
  kinds: readonly ObservationKind[],
  log: LogJudgement,
): readonly ViolationGroup[] {
  const missing = [...log.unlogged, ...log.dropped].toSorted((a, b) => a.seen.sent - b.seen.sent);
  const lost = missing.length > plan.contract.decisionLog.maxLoss ? missing : [];
  if (lost.length + log.misrecorded.length === 0) return [];
  const details = new Map(log.misrecorded.map(({ of, detail }) => [of, detail]));
  const grouped = (violation: Violation, members: readonly JudgedObservation[]): ViolationGroup[] =>
    [...Map.groupBy(members, ({ cell }) => cell.cell.do)].map(([action, ofAction]) => {
      const fault = commonFault(ofAction);
      return {
        violation,
        action,
        fault,
        members: ofAction,
        of: countOf(
          kinds,
          (kind) => kind.hasId && kind.cell.cell.do === action && (fault === null || isUnder(kind, fault)),
        ),
        details: [...new Set(ofAction.flatMap((one) => details.get(one) ?? []))],
      };
    });
  const misrecorded = log.misrecorded.map(({ of }) => of);
  return [...grouped('unlogged', lost), ...grouped('misrecorded', misrecorded)];
}

/** However many overran, it is one cause, and the slowest tells of it. */
function rollbackGroups(rollbacks: readonly RollbackJudgement[]): readonly ViolationGroup[] {
  const slowest = slowestOf(rollbacks.filter(({ report }) => report.withinObjective === false));
  if (slowest === null) return [];
  const { wrong } = slowest;
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

function controlGroups({ uncontrolled }: ControlJudgement): readonly ViolationGroup[] {
  if (uncontrolled.length === 0) return [];
  return [
    {
      violation: 'uncontrolled-change',
      action: null,
      fault: null,
      members: [],
      of: 0,
      details: uncontrolled.map(({ how }) => how),
    },
  ];
}

/** The decisions of the time are named, though it is the requests behind them that are too many. */
function stormGroups({ worst }: StormJudgement): readonly ViolationGroup[] {
  if (worst === null) return [];
  const { fault, members, requests, accounted } = worst;
  return [
    {
      violation: 'herd',
      action: null,
      fault,
      members,
      of: members.length,
      details: [
        `${formatCount(requests)} requests reached the policy service where at most ${formatCount(accounted)} were declared`,
      ],
    },
  ];
}

/** An observation, or a kind of them, as far as where and when it was made. */
type Placed = Pick<JudgedObservation, 'cell' | 'fault' | 'when'>;

function placeOf({ cell, fault }: Placed): string {
  return `${cell.cell.do} ${fault === null ? '' : faultKey(fault.spec)}`;
}

/** Place and time: what the members of a group are a share of. */
function partOf(one: Placed): string {
  return `${placeOf(one)} ${one.when}`;
}

/** The fault that all were made under, or null. */
function commonFault(members: readonly JudgedObservation[]): FaultSpan | null {
  const fault = members[0]?.fault ?? null;
  return fault !== null && members.every((one) => isUnder(one, fault)) ? fault : null;
}

function isUnder(one: Placed, fault: FaultSpan): boolean {
  return one.when === 'during' && one.fault?.id === fault.id;
}
