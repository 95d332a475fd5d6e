import type { Violation } from '../model/violation.ts';
import type { Plan } from '../plan/plan.ts';
import type { ControlJudgement } from './change-control.ts';
import { isBroken } from './judge-observation.ts';
import type { JudgedObservation } from './judge-observation.ts';
import { countOf } from './kinds.ts';
import type { ObservationKind } from './kinds.ts';
import type { LogJudgement, OfAction } from './judge-log.ts';
import { gathering, membersOf } from './members.ts';
import type { Gathering, Members } from './members.ts';
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
  readonly members: Members;
  /** How many members are in no other group of the same action. */
  readonly alone: number;
  /** Conclusive observations that could have been members. */
  readonly of: number;
  /** What was wrong with them beyond the violation's name. */
  readonly details: readonly string[];
}

/**
 * Everything that broke the contract, grouped.
 * @param broken by violation, action and fault
 */
export function violationGroups(
  plan: Plan,
  kinds: readonly ObservationKind[],
  broken: readonly Broken[],
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

/** Observations that broke the contract in one way, with one action, under one fault. */
export interface Broken {
  readonly violation: Violation;
  readonly members: Members;
}

export interface BrokenGatherer {
  note(one: JudgedObservation): void;
  /** In the order in which the first of each was sent. */
  result(): readonly Broken[];
}

/** Gathers what broke the contract. */
export function brokenGatherer(): BrokenGatherer {
  const groups = new Map<string, { violation: Violation; gathered: Gathering }>();
  return {
    note(one) {
      if (!isBroken(one)) return;
      const key = `${one.verdict} ${placeOf(one)}`;
      const group = groups.get(key) ?? { violation: one.verdict, gathered: gathering() };
      group.gathered.add(one);
      groups.set(key, group);
    },
    result: () =>
      [...groups.values()].map(({ violation, gathered }) => ({ violation, members: gathered.members() })),
  };
}

function observationGroups(
  kinds: readonly ObservationKind[],
  broken: readonly Broken[],
): readonly ViolationGroup[] {
  const conclusive = new Map<string, number>();
  for (const kind of kinds) {
    if (kind.verdict === 'inconclusive') continue;
    const part = partOf(kind);
    conclusive.set(part, (conclusive.get(part) ?? 0) + kind.count);
  }
  return broken.flatMap(({ violation, members }) => {
    const { first, whens, count } = members;
    if (first === undefined) return [];
    const parts = [...whens].map((when) => partOf({ ...first, when }));
    return {
      violation,
      action: first.cell.cell.do,
      fault: first.fault,
      members,
      alone: count,
      of: parts.reduce((sum, part) => sum + (conclusive.get(part) ?? 0), 0),
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
  const lost = log.unlogged + log.dropped > plan.contract.decisionLog.maxLoss ? log.missing : [];
  const group = (violation: Violation, { action, members, details }: OfAction): ViolationGroup => {
    const fault = commonFault(members);
    return {
      violation,
      action,
      fault,
      members,
      // One that broke the contract besides is under the same fault, if all are.
      alone: members.count - members.broken,
      of: countOf(
        kinds,
        (kind) => kind.hasId && kind.cell.cell.do === action && (fault === null || isUnder(kind, fault)),
      ),
      details,
    };
  };
  return [
    ...lost.map((one) => group('unlogged', one)),
    ...log.misrecorded.map((one) => group('misrecorded', one)),
  ];
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
      members: membersOf(wrong),
      alone: wrong.length,
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
      members: membersOf([]),
      alone: 0,
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
      alone: members.count,
      of: members.count,
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
function commonFault({ faults, whens }: Members): FaultSpan | null {
  const [fault = null, ...others] = faults;
  return others.length === 0 && whens.has('during') && whens.size === 1 ? fault : null;
}

function isUnder(one: Placed, fault: FaultSpan): boolean {
  return one.when === 'during' && one.fault?.id === fault.id;
}
