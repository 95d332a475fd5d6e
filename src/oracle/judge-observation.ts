import { isDecision } from '../model/decision.ts';
import type { Decision } from '../model/decision.ts';
import { overlaps } from '../model/time.ts';
import type { Interval } from '../model/time.ts';
import { severityOf } from '../model/violation.ts';
import type { Violation } from '../model/violation.ts';
import { holds, holdsOtherwise } from './answer-set.ts';
import type { AnswerSet } from './answer-set.ts';
import { attribution } from './attribution.ts';
import type { Attribution } from './attribution.ts';
import type { Seen } from './observations.ts';
import { mayHaveMissedPolls, permitted } from './permitted.ts';
import type { Permitted, Question } from './permitted.ts';
import { hiddenWhenDegraded, isHidden } from './obligations.ts';
import { intervalOf } from './scenario-world.ts';
import type { CellFacts, ScenarioWorld } from './scenario-world.ts';
import { clockGrainMs } from './world/clock.ts';
import { concerns, isReplay } from './world/fault-span.ts';
import { decisionPoint } from './world/revisions.ts';

export type ObservationVerdict = 'pass' | 'inconclusive' | Violation;

/** One observation with its one verdict. */
export interface JudgedObservation extends Ruling {
  readonly seen: Seen;
}

/** The verdict on an observation: the most severe violation that describes it, where there is one. */
export interface Ruling extends Attribution {
  readonly cell: CellFacts;
  readonly verdict: ObservationVerdict;
  /** What it would have been without a reason to excuse it; null unless the verdict is inconclusive. */
  readonly excused: Violation | null;
  /** Its replica was taken away while it was under way: it is nobody's fault and tells nothing, of a check's doubts either. */
  readonly setAside: boolean;
  /** Which of the checks' questions it could answer, as bits of `asked`. */
  readonly asked: number;
  /**
   * Whether it holds for every answer in time to the same question that says the same, for as long as nothing changes in the
   * world: it hangs neither on the age of a cache entry nor on how busy the machine was. Only what is right lasts.
   */
  readonly lasts: boolean;
}

/** One that broke the contract. */
export type BrokenObservation = JudgedObservation & { readonly verdict: Violation };

/** Whether an observation broke the contract. */
export function isBroken(one: JudgedObservation): one is BrokenObservation {
  return one.verdict !== 'pass' && one.verdict !== 'inconclusive';
}

/** What an observation can tell about. A check counts only those that could have broken it. */
export const asked = {
  /** A deny would have been wrong. */
  deny: 1,
  /** An allow would have rested on something too old. */
  stale: 2,
  /** A degraded allow, whose answer was searched for what it must not show. */
  obligation: 4,
  /** A degraded allow, whose answer nobody searched. */
  obligationUnseen: 8,
  /** The application said how it decided. */
  mode: 16,
  /** All had healed long enough for the action to be normal again. */
  healed: 32,
  /** The application named a revision while more than one was about. */
  revision: 64,
  /** There was a decision whose time could be compared with the budget. */
  budget: 128,
  /** The permission had been withdrawn for longer than any answer may lag behind. */
  revoked: 256,
  /** The application named a revision, and every number that was published is known. */
  published: 512,
} as const;

/** What an observation would be blamed for, and what would excuse it. */
interface Charge {
  readonly violation: Violation;
  /**
   * A stall near it excuses: `silence`, an answer that never came; `delay`, what it took beyond the time-outs that the action
   * declares, if the replica was held up for as much; `fallback`, a fallback that was not called for, if the replica had just
   * waited for as long as its time-outs are. `expiry`, what an expired bundle makes of an answer, where stalls
   * have kept the replica from confirming it. `nothing` is excused by no stall whatever. `unknowable` needs none: nobody has
   * said what is right.
   */
  readonly excuse: 'nothing' | 'silence' | 'delay' | 'fallback' | 'expiry' | 'unknowable';
}

/** Judges one observation. */
export function judgeObservation(world: ScenarioWorld, seen: Seen): JudgedObservation {
  return ruledOn(rule(world, seen), seen);
}

/** An observation with the ruling on it; field by field, since it is done for millions. */
export function ruledOn(ruling: Ruling, seen: Seen): JudgedObservation {
  const { cell, fault, when, settled, verdict, excused, setAside, asked: questions, lasts } = ruling;
  return { seen, cell, fault, when, settled, verdict, excused, setAside, asked: questions, lasts };
}

/**
 * Rules on one observation. It passes if it matches any permitted answer of any possible world. Where the machine was
 * starved, or the application is not yet said to be steady, slowness alone (late, no decision, the declared fallback
 * though nothing was broken) is inconclusive; an allow that is not permitted is a violation whatever the machine did.
 */
export function rule(world: ScenarioWorld, seen: Seen): Ruling {
  const cell = cellOf(world, seen);
  const during = intervalOf(seen);
  const where = attribution(world.faults, cell, seen.replica, during);
  let charge: Charge | null = blame('no-decision', seen.outcome === 'timeout' ? 'delay' : 'silence');
  let questions = 0;
  let lasts = false;
  const { replica, mode, revision } = seen;
  const question: Question = { cell, replica, during, mode, revision };
  if (isDecision(seen.outcome)) {
    const may = permitted(world, question);
    charge = chargeFor(world, question, seen, seen.outcome, may, where);
    questions = questionsOf(world, seen, seen.outcome, may, where);
    lasts = charge === null && !may.hangsOnAge;
  } else if (letsIn(world, seen)) {
    const asAllow = chargeFor(world, question, seen, 'allow', permitted(world, question), where);
    if (asAllow !== null && severityOf[asAllow.violation] === 'critical') charge = asAllow;
  }
  const setAside = charge !== null && isSetAside(world, seen, charge, during);
  const excused = charge !== null && (setAside || isExcused(world, seen, charge, during));
  return {
    cell,
    fault: where.fault,
    when: where.when,
    settled: where.settled,
    verdict: charge === null ? 'pass' : excused ? 'inconclusive' : charge.violation,
    excused: excused ? (charge?.violation ?? null) : null,
    setAside,
    asked: questions,
    lasts,
  };
}

/**
 * Whether an answer that cannot be read has a status that means an allow: the caller was let in, whatever is wrong with the
 * rest. Such an answer is no decision, but where an allow would have been worse than that, it is that.
 */
function letsIn(world: ScenarioWorld, { outcome, status }: Seen): boolean {
  return outcome === 'malformed' && status !== undefined && world.allowStatuses.includes(status);
}

/** Whether it got no answer, or a late one, because somebody had taken its replica away, or made it stand still. */
function isSetAside(world: ScenarioWorld, seen: Seen, { excuse }: Charge, during: Interval): boolean {
  return (
    (excuse === 'silence' || excuse === 'delay') &&
    world.replica(seen.replica).presence.absent.some((span) => overlaps(span, during))
  );
}

/**
 * Besides starvation: until the first gate opens the application warms up, and the gate is there to wait for it; and a
 * replica that somebody took away does not answer, which is no way of deciding. One that crashed is excused by nothing.
 */
function isExcused(world: ScenarioWorld, seen: Seen, { excuse }: Charge, during: Interval): boolean {
  if (excuse === 'nothing') return false;
  if (excuse === 'unknowable' || excuse === 'expiry') return true;
  if (during.from < world.steadyFrom) return true;
  if (!isDecision(seen.outcome)) {
    const end = world.ended(seen.replica, during.to);
    if (end !== undefined) return end === 'taken-away';
  }
  if (!world.starvation.near(during)) return false;
  if (excuse === 'delay')
    return beyondTimeoutsMs(world, seen, during) <= world.starvation.delayMs(seen.replica, during);
  return excuse === 'silence' || world.slowAnswers.near(seen.replica, during);
}

/**
 * The most severe violation that describes a decision. What a starved machine excuses is an answer that is late by no
 * more than the machine may have held it up, and the declared fallback of an action although nothing was broken: both
 * are what a sound application does when its time-outs pass. A fallback that allows is excused only where the healthy
 * answer allows as well: an allow has to be permitted.
 */
function chargeFor(
  world: ScenarioWorld,
  question: Question,
  seen: Seen,
  decision: Decision,
  may: Permitted,
  where: Attribution,
): Charge | null {
  const right = holds(may.answers, decision, undefined);
  const unknown = may.unguessable && asksPolicy(seen.mode);
  if (!right && decision === 'allow') {
    if (may.revoked) return blame('revoked-allow');
    if (may.inputUnusable || may.expiredBundle || spent(question, may)) return blame('stale-allow');
    return blame(
      'wrong-allow',
      unknown ? 'unknowable' : lagging(world, question, decision) ? 'fallback' : 'nothing',
    );
  }
  if (namesUnverified(world, seen, decision)) return blame('unverified-policy');
  if (decision === 'allow' && exposes(world, seen, may.answers)) return blame('obligation-missed');
  if (!holds(may.answers, decision, seen.mode)) {
    if (decision === 'allow' && may.revoked && isRevoked(world, question)) return blame('revoked-allow');
    const ifOut = permitted(world, question, true);
    const byFallback = holds(ifOut.answers & ~may.answers, decision, seen.mode);
    // It would be right by another mode, but what it says it did is to repeat an entry that is no longer valid.
    if (decision === 'allow' && seen.mode === 'cache' && may.spentAllow) return blame('stale-allow');
    const expiry = restsOnBundle(question.cell) && mayHaveMissedPolls(world, seen.replica, question.during);
    const excuse = byFallback ? (expiry ? 'expiry' : 'fallback') : 'nothing';
    if (!right) return blame('wrong-deny', unknown ? 'unknowable' : excuse);
    return blame(byFallback && where.when === 'after' ? 'slow-recovery' : 'undeclared-mode', excuse);
  }
  if (namesRevisionOutOfForce(world, seen)) return blame('skew');
  return isOverBudget(world, seen, question.during) ? blame('late', 'delay') : null;
}

/** Whether a replica ever decides such an action, or coarsely in its place, by the bundle that it has itself. */
function restsOnBundle({ action }: CellFacts): boolean {
  return action.decide !== 'remote' || action.whenUnavailable?.mode === 'degrade';
}

/** Whether the permission had been withdrawn for too long for whoever decided: elsewhere it may still lag behind. */
function isRevoked({ revisions }: ScenarioWorld, { cell, during, mode }: Question): boolean {
  const source = mode === 'cache' ? 'cache' : mode === 'remote' ? 'policy-service' : 'replica';
  return revisions.revoked(cell.index, during, source);
}

/**
 * Whether an allow is what the declared fallback still says of a permission that was withdrawn just now: the replica need not
 * have heard of it yet when a starved machine makes it fall back.
 */
function lagging(world: ScenarioWorld, question: Question, decision: Decision): boolean {
  return (
    world.revisions.withdrawing(question.cell.index, question.during) &&
    holds(permitted(world, question, true).answers, decision, question.mode)
  );
}

/**
 * Whether it was decided on a policy that nobody published, or on an older one that its point had left and that can only have
 * come back by a replay; a fallback deny rests on none.
 */
function namesUnverified(world: ScenarioWorld, seen: Seen, decision: Decision): boolean {
  const { mode, revision } = seen;
  if (revision === undefined || mode === 'deny' || (mode === undefined && decision === 'deny')) return false;
  return world.revisions.neverServed(revision) || namesReplayed(world, seen, revision);
}

function namesReplayed(world: ScenarioWorld, seen: Seen, revision: number): boolean {
  const point = decisionPoint(seen.mode, seen.replica);
  const index = world.revisions.indexOf(revision);
  if (point === undefined || index === undefined) return false;
  const replayed = world.faults.some(
    (span) => isReplay(span) && concerns(span, point) && span.requested <= seen.received,
  );
  return replayed && index < world.revisions.inForce(point, intervalOf(seen)).oldest;
}

/** Whether a decision of this mode comes from a policy that was asked just then. */
function asksPolicy(mode: Seen['mode']): boolean {
  return mode === undefined || mode === 'remote' || mode === 'degrade' || mode === 'local';
}

function blame(violation: Violation, excuse: Charge['excuse'] = 'nothing'): Charge {
  return { violation, excuse };
}

/** Whether an allow that nothing permits came, or may have come, out of a cache entry that was once an allow. */
function spent(question: Question, may: Permitted): boolean {
  return may.spentAllow && (question.mode === 'cache' || question.mode === undefined);
}

/** Whether the answer shows what a degraded allow must hide, and was or can only have been a degraded allow. */
function exposes(world: ScenarioWorld, seen: Seen, answers: AnswerSet): boolean {
  const { exposed } = seen;
  if (exposed === undefined || exposed.length === 0) return false;
  if (seen.mode !== 'degrade' && holdsOtherwise(answers, 'allow', 'degrade')) return false;
  return isHidden(exposed, hiddenWhenDegraded(world.contract, cellOf(world, seen).action));
}

/** Whether it took longer than the budget, what the harness itself was held up left out. */
function isOverBudget(world: ScenarioWorld, seen: Seen, during: Interval): boolean {
  const tookMs = tookOf(seen, during);
  const allowedMs = world.contract.budgetMs + clockGrainMs;
  // Nearly every answer is in time, and need not be looked up among the stalls.
  return tookMs > allowedMs && tookMs - world.starvation.ownDelayMs(during) > allowedMs;
}

/** How long it took, as well as it is known. */
function tookOf(seen: Seen, during: Interval): number {
  return seen.tookMs ?? during.to - during.from;
}

/** What an answer took beyond all that a sound application may wait for others. */
function beyondTimeoutsMs(world: ScenarioWorld, seen: Seen, during: Interval): number {
  const { action, fetched } = cellOf(world, seen);
  const { inputs, policyService } = world.contract;
  const waitsMs = [
    action.decide === 'local' ? 0 : policyService.timeoutMs,
    ...fetched.map((name) => inputs[name]?.timeoutMs ?? 0),
  ];
  return tookOf(seen, during) - clockGrainMs - waitsMs.reduce((sum, ms) => sum + ms, 0);
}

/** Whether the point that decided names a revision that it certainly had left, or could not have yet. */
function namesRevisionOutOfForce(world: ScenarioWorld, seen: Seen): boolean {
  const point = decisionPoint(seen.mode, seen.replica);
  const index = seen.revision === undefined ? undefined : world.revisions.indexOf(seen.revision);
  if (point === undefined || index === undefined) return false;
  // One that was started again has none at first, and denies.
  const { cold } = world.replica(seen.replica).presence;
  if (seen.mode === 'deny' && cold.some((span) => overlaps(span, intervalOf(seen)))) return false;
  const { oldest, newest } = world.revisions.inForce(point, intervalOf(seen));
  return index < oldest || index > newest;
}

function questionsOf(
  world: ScenarioWorld,
  seen: Seen,
  decision: Decision,
  may: Permitted,
  where: Attribution,
): number {
  let questions: number = asked.budget;
  const mayAllow = holds(may.answers, 'allow', undefined);
  if (mayAllow && !holds(may.answers, 'deny', undefined)) questions |= asked.deny;
  if (may.revoked && !mayAllow) questions |= asked.revoked;
  if (!mayAllow && (may.inputUnusable || may.expiredBundle || may.spentAllow)) questions |= asked.stale;
  const { action } = cellOf(world, seen);
  if (
    decision === 'allow' &&
    seen.mode === 'degrade' &&
    hiddenWhenDegraded(world.contract, action).length > 0
  ) {
    questions |= seen.exposed === undefined ? asked.obligationUnseen : asked.obligation;
  }
  if (seen.mode !== undefined) questions |= asked.mode;
  if (where.when === 'after' && where.settled) questions |= asked.healed;
  if (seen.revision !== undefined && world.revisions.all.length > 1) questions |= asked.revision;
  if (seen.revision !== undefined && world.revisions.numbered) questions |= asked.published;
  return questions;
}

function cellOf(world: ScenarioWorld, seen: Seen): CellFacts {
  const cell = world.cells[seen.cell];
  if (cell === undefined)
    throw new Error(`Observation ${seen.id} speaks of a cell that the plan does not have.`);
  return cell;
}
