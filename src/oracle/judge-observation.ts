import { isDecision } from '../model/decision.ts';
import type { Decision } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import type { Interval } from '../model/time.ts';
import type { Violation } from '../model/violation.ts';
import { holds, holdsOtherwise } from './answer-set.ts';
import type { AnswerSet } from './answer-set.ts';
import { attribution } from './attribution.ts';
import type { Attribution } from './attribution.ts';
import { permitted } from './permitted.ts';
import type { Permitted, Question } from './permitted.ts';
import { intervalOf } from './scenario-world.ts';
import type { CellFacts, ScenarioWorld } from './scenario-world.ts';
import { clockGrainMs } from './world/clock.ts';
import { decisionPoint } from './world/revisions.ts';

export type ObservationVerdict = 'pass' | 'inconclusive' | Violation;

/** One observation with its one verdict: the most severe violation that describes it, where there is one. */
export interface JudgedObservation extends Attribution {
  readonly seen: ObservationEvent;
  readonly cell: CellFacts;
  readonly verdict: ObservationVerdict;
  /** Which of the checks' questions it could answer, as bits of `asked`. */
  readonly asked: number;
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
} as const;

/**
 * Judges one observation. It passes if it matches any permitted answer of any possible world. Where the machine was
 * starved, slowness alone (late, no decision, the declared fallback though nothing was broken) is inconclusive; an
 * allow that is not permitted is a violation whatever the machine did.
 */
export function judgeObservation(world: ScenarioWorld, seen: ObservationEvent): JudgedObservation {
  const cell = cellOf(world, seen);
  const during = intervalOf(seen);
  const where = attribution(world.faults, cell, seen.replica, during);
  if (!isDecision(seen.outcome)) {
    const excused = world.starvation.near(during) || world.exitedBefore(seen.replica, during.to);
    return { seen, cell, ...where, verdict: excused ? 'inconclusive' : 'no-decision', asked: 0 };
  }
  const question: Question = {
    cell,
    replica: seen.replica,
    during,
    mode: seen.mode,
    revision: seen.revision,
  };
  const may = permitted(world, question);
  return {
    seen,
    cell,
    ...where,
    verdict: verdictOf(world, question, seen, seen.outcome, may, where),
    asked: questionsOf(world, seen, seen.outcome, may, where),
  };
}

function verdictOf(
  world: ScenarioWorld,
  question: Question,
  seen: ObservationEvent,
  decision: Decision,
  may: Permitted,
  where: Attribution,
): ObservationVerdict {
  const { during } = question;
  const right = holds(may.answers, decision, undefined);
  if (!right && decision === 'allow')
    return may.inputUnusable || spent(question, may) ? 'stale-allow' : 'wrong-allow';
  if (decision === 'allow' && exposes(seen, may.answers)) return 'obligation-missed';

  if (!holds(may.answers, decision, seen.mode)) {
    const ifOut = permitted(world, question, true);
    const byFallback = isFallback(ifOut.answers, may.answers, decision, seen.mode);
    // It would be right by another mode, but what it says it did is to repeat an entry that is no longer valid.
    if (decision === 'allow' && seen.mode === 'cache' && !byFallback && ifOut.spentAllow)
      return 'stale-allow';
    if (byFallback && world.starvation.near(during)) return 'inconclusive';
    if (!right) return 'wrong-deny';
    return byFallback && where.when === 'after' ? 'slow-recovery' : 'undeclared-mode';
  }
  if (namesRevisionOutOfForce(world, seen)) return 'skew';
  if (isLate(world, during)) return world.starvation.near(during) ? 'inconclusive' : 'late';
  return 'pass';
}

/** Whether an allow that nothing permits came, or may have come, out of a cache entry that was once an allow. */
function spent(question: Question, may: Permitted): boolean {
  return may.spentAllow && (question.mode === 'cache' || question.mode === undefined);
}

/** Whether the answer shows what a degraded allow must hide, and was or can only have been a degraded allow. */
function exposes(seen: ObservationEvent, answers: AnswerSet): boolean {
  if (seen.exposed === undefined || seen.exposed.length === 0) return false;
  return seen.mode === 'degrade' || !holdsOtherwise(answers, 'allow', 'degrade');
}

/** Whether the answer is what the application declares for an outage, and only for an outage. */
function isFallback(
  ifOut: AnswerSet,
  healthy: AnswerSet,
  decision: Decision,
  mode: ObservationEvent['mode'],
): boolean {
  return holds(ifOut & ~healthy, decision, mode);
}

function isLate(world: ScenarioWorld, during: Interval): boolean {
  const tookMs = during.to - during.from - world.starvation.ownDelayMs(during);
  return tookMs > world.contract.budgetMs + clockGrainMs;
}

/** Whether the point that decided names a revision that it certainly had left, or could not have yet. */
function namesRevisionOutOfForce(world: ScenarioWorld, seen: ObservationEvent): boolean {
  const point = decisionPoint(seen.mode, seen.replica);
  const index = seen.revision === undefined ? undefined : world.revisions.indexOf(seen.revision);
  if (point === undefined || index === undefined) return false;
  const { oldest, newest } = world.revisions.inForce(point, intervalOf(seen));
  return index < oldest || index > newest;
}

function questionsOf(
  world: ScenarioWorld,
  seen: ObservationEvent,
  decision: Decision,
  may: Permitted,
  where: Attribution,
): number {
  let questions: number = asked.budget;
  const mayAllow = holds(may.answers, 'allow', undefined);
  if (mayAllow && !holds(may.answers, 'deny', undefined)) questions |= asked.deny;
  if (!mayAllow && (may.inputUnusable || may.spentAllow)) questions |= asked.stale;
  if (decision === 'allow' && seen.mode === 'degrade') {
    questions |= seen.exposed === undefined ? asked.obligationUnseen : asked.obligation;
  }
  if (seen.mode !== undefined) questions |= asked.mode;
  if (where.when === 'after' && where.settled) questions |= asked.healed;
  if (seen.revision !== undefined && world.revisions.all.length > 1) questions |= asked.revision;
  return questions;
}

function cellOf(world: ScenarioWorld, seen: ObservationEvent): CellFacts {
  const cell = world.cells[seen.cell];
  if (cell === undefined)
    throw new Error(`Observation ${seen.id} speaks of a cell that the plan does not have.`);
  return cell;
}
