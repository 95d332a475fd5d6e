import { isDecision } from '../model/decision.ts';
import type { RecordContent } from '../model/journal-sink.ts';
import { overlaps } from '../model/time.ts';
import type { Plan } from '../plan/plan.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { JudgedObservation } from './judge-observation.ts';
import { gathering, shownExamples } from './members.ts';
import type { Gathering, Members } from './members.ts';
import type { Seen } from './observations.ts';
import type { CellFacts, ScenarioWorld } from './scenario-world.ts';
import { lingering, mayTakeAway, spansOn } from './world/fault-span.ts';
import { mayBeOut } from './world/outage.ts';

/** What the callers got against what the decision log says. */
export interface LogJudgement {
  /** Records that reached the sink, repetitions included. */
  readonly records: number;
  /** Decisions that the application gave an id. */
  readonly expected: number;
  readonly matched: number;
  /** Decisions without an id, which nobody can look up. */
  readonly nameless: number;
  readonly unlogged: number;
  /** Decisions without a record that the contract lets the application drop while the sink is down, up to its `maxLoss`. */
  readonly dropped: number;
  /** Those without a record, unlogged or dropped, by action. */
  readonly missing: readonly OfAction[];
  /** Decisions whose record nobody could have sent: their replica was killed, or ended while the sink was down. */
  readonly lost: number;
  /** Decisions without a record, where a sound application's record may be missing as well. */
  readonly unsure: number;
  readonly misrecorded: readonly OfAction[];
}

/** The decisions of one action that have the same thing wrong with their records. */
export interface OfAction {
  readonly action: string;
  readonly members: Members;
  /** In which ways, the first few that differ. */
  readonly details: readonly string[];
}

export interface LogJudge {
  /** @param row its number in the journal */
  note(one: JudgedObservation, row: number): void;
  result(): LogJudgement;
}

/**
 * Compares every decision that has an id with its record. The same record twice is no fault (a batch whose receipt got
 * lost is sent again); one that disagrees with what the caller got is.
 */
export function logJudge(plan: Plan, world: ScenarioWorld, facts: JournalFacts): LogJudge {
  const excuseFor = missingRecordExcuse(plan, world, facts);
  const missing = byAction();
  const misrecorded = byAction();
  const agreeing: (readonly RecordContent[])[] = [];
  const counts = { expected: 0, matched: 0, nameless: 0, unlogged: 0, dropped: 0, lost: 0, unsure: 0 };

  function note(one: JudgedObservation, row: number): void {
    const { seen } = one;
    if (!isDecision(seen.outcome)) return;
    if (!seen.said.hasId) {
      counts.nameless += 1;
      return;
    }
    counts.expected += 1;
    const records = facts.log.of(row);
    if (records.length === 0) {
      const excuse = excuseFor(seen);
      counts[excuse] += 1;
      if (excuse === 'unlogged' || excuse === 'dropped') missing.add(one);
      return;
    }
    counts.matched += 1;
    // Records that say the same agree with all answers that say the same to one question.
    const key = seen.said.code * world.cells.length + one.cell.index;
    if (agreeing[key] === records) return;
    let detail: string | null = null;
    for (const record of records) {
      const told = disagreement(world, one.cell, seen, record);
      // The order in which several records arrived says nothing.
      if (told !== null && (detail === null || told < detail)) detail = told;
    }
    if (detail === null) agreeing[key] = records;
    else misrecorded.add(one, detail);
  }

  return {
    note,
    result: () => ({
      records: facts.log.records,
      ...counts,
      missing: missing.result(),
      misrecorded: misrecorded.result(),
    }),
  };
}

/** Actions in the order in which the first decision of each was sent. */
function byAction(): { add(one: JudgedObservation, detail?: string): void; result(): readonly OfAction[] } {
  const all = new Map<string, { readonly gathered: Gathering; readonly details: Set<string> }>();
  return {
    add(one, detail) {
      const action = one.cell.cell.do;
      const of = all.get(action) ?? { gathered: gathering(), details: new Set<string>() };
      all.set(action, of);
      of.gathered.add(one);
      if (detail !== undefined && of.details.size < shownExamples) of.details.add(detail);
    },
    result: () =>
      [...all].map(([action, { gathered, details }]) => ({
        action,
        members: gathered.members(),
        details: [...details],
      })),
  };
}

/**
 * When a missing record proves nothing: the run was cut short, the sink's healing was never proved or is too recent, the
 * replica's process died, the drain itself was starved; or the contract lets records be dropped while the sink is down, or
 * has the application deny because it cannot record.
 */
function missingRecordExcuse(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
): (seen: Seen) => 'unlogged' | 'unsure' | 'dropped' | 'lost' {
  const { contract } = world;
  const sinkFaults = world.faults.filter((span) => span.spec.on === 'log-sink');
  // The log is waited for before anything is taken away.
  const waitedUntil = Math.min(facts.lastMs, ...facts.cleanups.map((step) => step.t));
  const drained =
    facts.end?.reason === 'completed' &&
    world.starvation.stalledMs({ from: facts.observations.lastReceived, to: waitedUntil }) <=
      plan.drainMs / 2 &&
    sinkFaults.every((span) => span.healed !== null);
  if (!drained) return () => 'unsure';
  const { whenSinkDown } = contract.decisionLog;
  return (seen) => {
    if (diedWithReplica(world, seen)) return 'lost';
    const gone = [seen.replica, 'log-sink'].some((name) => world.ended(name, Infinity) !== undefined);
    if (gone) return 'unsure';
    const untilSent = { from: seen.sent, to: seen.received + contract.normalWithinMs };
    const sink = world.replica(seen.replica).logSink;
    const sinkBack = Math.max(0, ...sinkFaults.map((span) => span.healed ?? 0));
    if (sinkBack > 0 && waitedUntil - Math.max(seen.received, sinkBack) < contract.normalWithinMs)
      return 'unsure';
    if (!mayBeOut(sink, untilSent)) return 'unlogged';
    if (whenSinkDown === 'deny' && seen.outcome === 'deny') return 'lost';
    return whenSinkDown === 'drop' ? 'dropped' : 'unlogged';
  };
}

/**
 * Whether the record may have been in the memory of a process that somebody ended: killed before it can have sent it, or
 * ended in good order while there was nowhere to send it to.
 */
function diedWithReplica(world: ScenarioWorld, seen: Seen): boolean {
  const { presence } = world.replica(seen.replica);
  const sinkOut = spansOn(world.faults, seen.replica, 'log-sink').filter(mayTakeAway);
  return presence.ends.some(({ from, to, abrupt }) => {
    if (seen.sent > to) return false;
    if (abrupt && seen.received >= from - world.contract.normalWithinMs) return true;
    return sinkOut.some((span) => overlaps(lingering(span), { from: seen.sent, to }));
  });
}

/** What a record says otherwise than the caller saw, in words. */
function disagreement(
  world: ScenarioWorld,
  { cell, action }: CellFacts,
  seen: Seen,
  record: RecordContent,
): string | null {
  const { records } = world.contract.decisionLog;
  if (record.outcome !== seen.outcome) return differs('outcome', seen.outcome, record.outcome);
  if (record.subject !== cell.as) return differs('subject', cell.as, record.subject);
  if (record.action !== cell.do) return differs('action', cell.do, record.action);
  if (record.resource !== cell.on) return differs('resource', cell.on, record.resource);
  if (record.replica !== seen.replica) return differs('replica', seen.replica, record.replica);
  if (seen.mode !== undefined && record.mode !== seen.mode) return differs('mode', seen.mode, record.mode);
  if (seen.revision !== undefined && record.revision !== seen.revision) {
    return differs('policy revision', seen.revision, record.revision);
  }
  if (!records.includes('input')) return null;
  const lacking = action.uses.filter(
    (name) => mustRecord(world, record, name, action.decide) && !record.inputs.includes(name),
  );
  return lacking.length === 0 ? null : `no ${lacking.join(', ')}`;
}

function differs(field: string, told: string | number, logged: string | number): string {
  return `${field} ${logged} where the caller got ${told}`;
}

/**
 * A decision's record holds what it rested on. A fetched input is left out of account where the decision may have come
 * before it: a hybrid action's local deny, and a deny for want of that very input.
 */
function mustRecord(
  world: ScenarioWorld,
  record: RecordContent,
  input: string,
  decide: CellFacts['action']['decide'],
): boolean {
  const declared = world.contract.inputs[input];
  if (declared === undefined) return false;
  if (declared.local) return true;
  if (declared.onMissing === 'ignore' || declared.onStale === 'ignore') return false;
  return record.mode !== 'deny' && !(decide === 'hybrid' && record.mode === 'local');
}
