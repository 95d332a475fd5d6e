import type { DecisionInput, Fallback } from '../contract/contract.ts';
import type { Mode } from '../model/decision.ts';
import { overlaps, within } from '../model/time.ts';
import type { Interval } from '../model/time.ts';
import { allowOnly, answer, answersIn, decisionSet, denyOnly, noAnswers } from './answer-set.ts';
import type { AnswerSet, DecisionSet } from './answer-set.ts';
import { rightDecisions } from './scenario-world.ts';
import type { CellFacts, ScenarioWorld } from './scenario-world.ts';
import { clockGrainMs } from './world/clock.ts';
import { mayBeOut, mustBeOut } from './world/outage.ts';
import type { Refresh } from './world/refreshes.ts';
import type { InputWorld } from './world/replica-world.ts';
import { decisionPoint, policyServicePoint } from './world/revisions.ts';

/** One question to a replica, with what it claims about its answer. */
export interface Question {
  readonly cell: CellFacts;
  readonly replica: string;
  readonly during: Interval;
  readonly mode: Mode | undefined;
  readonly revision: number | undefined;
}

/** What the contract permits as an answer, in any world that may have been. */
export interface Permitted {
  readonly answers: AnswerSet;
  /** An input that the decision rests on cannot have been fresh, so no allow can rest on it. */
  readonly inputUnusable: boolean;
  /** The replica once had an allow for this question in its cache that it may certainly not repeat any more. */
  readonly spentAllow: boolean;
}

/**
 * Unites what the contract permits over every possible world of the question.
 * @param asIfOut also unites the worlds in which everything that the action asks for does not answer: what a sound
 * application does when a starved machine makes it miss its time-outs
 */
export function permitted(world: ScenarioWorld, question: Question, asIfOut = false): Permitted {
  const { cell, during } = question;
  const replica = world.replica(question.replica);
  const decided = decisions(world, question);
  const cache = cached(world, question);

  let core: AnswerSet = noAnswers;
  if (cell.action.decide === 'local') core = answersIn(decided.locally, 'local');
  else {
    if (!mustBeOut(replica.policyService, during)) core |= answersIn(decided.remotely, 'remote');
    if (asIfOut || mayBeOut(replica.policyService, during)) {
      core |= fallback(cell, cell.action.whenUnavailable, decided.locally, cache.answers);
    }
  }

  let answers: AnswerSet = noAnswers;
  let inputUnusable = false;
  for (const name of cell.fetched) {
    const declared = world.contract.inputs[name];
    const input = replica.inputs.get(name);
    if (declared === undefined || input === undefined) continue;
    const use = inputUse(declared, input, during, asIfOut);
    if (use.mayDeny) answers |= answer('deny', 'deny');
    if (!use.mayGoOn) inputUnusable = true;
  }
  if (!inputUnusable) answers |= core;
  // The coarse rule of a hybrid action comes before its inputs and the policy service, so its deny is never out.
  if (cell.action.decide === 'hybrid' && (decided.locally & denyOnly) !== 0)
    answers |= answer('deny', 'local');

  answers = withExpiry(world, question, answers);
  if (world.contract.decisionLog.whenSinkDown === 'deny' && mayBeOut(replica.logSink, during)) {
    answers |= answer('deny', 'deny');
  }
  return { answers, inputUnusable, spentAllow: cache.spentAllow };
}

/** What the replica's own policy and the policy service's may rightly decide. */
function decisions(
  world: ScenarioWorld,
  question: Question,
): { locally: DecisionSet; remotely: DecisionSet } {
  const { cell, during, replica } = question;
  const point = decisionPoint(question.mode, replica);
  const named = (of: string): number | undefined => (point === of ? question.revision : undefined);
  return {
    locally: rightDecisions(world, cell.index, replica, during, named(replica)),
    remotely: rightDecisions(world, cell.index, policyServicePoint, during, named(policyServicePoint)),
  };
}

/**
 * The declared fallback. A degraded decision is made by the coarse policy of the replica's bundle; while that bundle may
 * be a bad one, what its rule says may come out of the coarse policy too.
 */
function fallback(
  cell: CellFacts,
  declared: Fallback | null,
  locally: DecisionSet,
  cacheAnswers: AnswerSet,
): AnswerSet {
  if (declared === null) return noAnswers;
  if (declared.mode === 'degrade') return answersIn(coarse(cell, locally), 'degrade');
  return declared.mode === 'cache' ? cacheAnswers : answer('deny', 'deny');
}

function coarse(cell: CellFacts, locally: DecisionSet): DecisionSet {
  return decisionSet(cell.cell.whenDegraded) | (locally & ~decisionSet(cell.cell.expect));
}

/**
 * What the cache may hold: for every refresh that may be the newest, its decision while it may be valid, and `onMiss`
 * while it may not be. An entry is valid while it is at most `maxAge` old and was made under a policy revision
 * no lower than the one active on the replica. Without any, or with none that certainly had arrived, `onMiss`.
 */
function cached(world: ScenarioWorld, question: Question): { answers: AnswerSet; spentAllow: boolean } {
  const { cell, during, replica } = question;
  const declared = cell.action.whenUnavailable;
  if (declared?.mode !== 'cache') return { answers: noAnswers, spentAllow: false };
  const entry = world.refreshes(replica, cell.index);
  const candidates = entry.candidates(during);
  let answers = entry.filledBefore(during) ? noAnswers : answer('deny', 'deny');
  let seenAllow = false;
  for (const refresh of candidates) {
    const valid = validity(world, replica, refresh, during, declared.maxAgeMs);
    if (valid !== 'no') answers |= answersIn(refresh.decisions, 'cache');
    // Nobody is blamed for not repeating what a bad rule said.
    const asDeclared = refresh.decisions === decisionSet(cell.cell.expect);
    if (valid !== 'yes' || !asDeclared) answers |= answer('deny', 'deny');
    if ((refresh.decisions & allowOnly) !== 0) seenAllow = true;
  }
  return { answers, spentAllow: seenAllow && (answers & answer('allow', 'cache')) === 0 };
}

function validity(
  world: ScenarioWorld,
  replica: string,
  refresh: Refresh,
  during: Interval,
  maxAgeMs: number,
): 'yes' | 'maybe' | 'no' {
  const youngest = during.from - refresh.arrived.to;
  const oldest = during.to - refresh.arrived.from;
  if (youngest > maxAgeMs + clockGrainMs) return 'no';
  const age = oldest <= maxAgeMs - clockGrainMs ? 'yes' : 'maybe';
  const active = world.revisions.inForce(replica, during);
  if (active.newest === 0) return age;
  const made = refresh.revision === undefined ? undefined : world.revisions.indexOf(refresh.revision);
  if (made === undefined) return 'maybe';
  if (made < active.oldest) return 'no';
  return made >= active.newest ? age : 'maybe';
}

/** Whether the action may go on with an input, and whether it may deny for want of it. */
function inputUse(
  declared: DecisionInput,
  input: InputWorld,
  during: Interval,
  asIfOut: boolean,
): { mayGoOn: boolean; mayDeny: boolean } {
  const mayBeMissing = asIfOut || input.mayBeMissing.some((span) => overlaps(span, during));
  const mayBeStale = asIfOut || input.mayBeStale.some((span) => overlaps(span, during));
  const usable = !input.unusable.some((span) => within(during, span));
  const ignored =
    (mayBeMissing && declared.onMissing === 'ignore') || (mayBeStale && declared.onStale === 'ignore');
  return {
    mayGoOn: usable || ignored,
    mayDeny: (mayBeMissing && declared.onMissing === 'deny') || (mayBeStale && declared.onStale === 'deny'),
  };
}

/**
 * On a bundle that has expired a replica does what `onExpired` says instead of deciding. An action that is decided
 * remotely rests on the policy service's bundle, not on the replica's: for it either is permitted.
 */
function withExpiry(world: ScenarioWorld, question: Question, answers: AnswerSet): AnswerSet {
  const { cell, during } = question;
  const expired = world.replica(question.replica).bundleExpired;
  if (!mayBeOut(expired, during)) return answers;
  const { onExpired } = world.contract.policy;
  const coarseToo =
    onExpired === 'degrade' ? answersIn(decisionSet(cell.cell.whenDegraded), 'degrade') : noAnswers;
  // An action without a coarse policy of its own has nothing to degrade to.
  const denyToo = onExpired === 'deny' || cell.action.whenUnavailable?.mode !== 'degrade';
  const instead = coarseToo | (denyToo ? answer('deny', 'deny') : noAnswers);
  const only = cell.action.decide !== 'remote' && mustBeOut(expired, during);
  return only ? instead : answers | instead;
}
