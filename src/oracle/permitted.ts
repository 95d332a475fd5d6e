import type { DecisionInput, Fallback } from '../contract/contract.ts';
import type { Mode } from '../model/decision.ts';
import { overlaps, within } from '../model/time.ts';
import type { Interval } from '../model/time.ts';
import {
  allowOnly,
  answer,
  answersIn,
  decisionSet,
  deniesOf,
  denyInstead,
  denyOnly,
  everyDeny,
  holds,
  noAnswers,
  without,
} from './answer-set.ts';
import type { AnswerSet, DecisionSet } from './answer-set.ts';
import { rightDecisions } from './scenario-world.ts';
import type { CellFacts, ScenarioWorld } from './scenario-world.ts';
import { roundMs } from './world/bundle-world.ts';
import { clockGrainMs } from './world/clock.ts';
import { mayBeOut, mustBeOut } from './world/outage.ts';
import type { Refresh } from './world/refreshes.ts';
import type { InputWorld } from './world/input-world.ts';
import type { ReplicaWorld } from './world/replica-world.ts';
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
  /** An allow could only rest on a bundle that had certainly expired. */
  readonly expiredBundle: boolean;
  /** The subject's permission certainly was withdrawn so long ago that nothing may allow it any more. */
  readonly revoked: boolean;
  /** It hangs on how old an entry of the cache is, at least in part. */
  readonly hangsOnAge: boolean;
  /** A policy may be asked without an input that the contract lets be missing; nobody has said what it answers then. */
  readonly unguessable: boolean;
}

/**
 * Unites what the contract permits over every possible world of the question.
 * @param asIfOut also unites the worlds in which everything that the action asks for does not answer: what a sound
 * application does when a starved machine makes it miss its time-outs
 */
export function permitted(world: ScenarioWorld, question: Question, asIfOut = false): Permitted {
  const { cell, during } = question;
  if (cell.cell.undeclared) return undeclared;
  const replica = world.replica(question.replica);
  const decided = decisions(world, question);
  const cache = cached(world, question);

  const mayFallBack = asIfOut || mayBeOut(replica.policyService, during);

  let core: AnswerSet = noAnswers;
  if (cell.action.decide === 'local') core = answersIn(decided.locally, 'local');
  else {
    if (!mustBeOut(replica.policyService, during)) core |= answersIn(decided.remotely, 'remote');
    if (mayFallBack) core |= fallback(cell.action.whenUnavailable, decided.coarsely, cache.answers);
  }

  let answers: AnswerSet = noAnswers;
  let inputUnusable = false;
  let unguessable = false;
  for (const name of cell.fetched) {
    const declared = world.contract.inputs[name];
    const input = replica.input(name, cell.cell.as);
    if (declared === undefined || input === undefined) continue;
    const use = inputUse(declared, input, during, asIfOut);
    if (use.mayDeny) answers |= answer('deny', 'deny');
    if (!use.mayGoOn) inputUnusable = true;
    if (use.mayGoWithout) unguessable = true;
  }
  if (!inputUnusable) answers |= core;
  // The coarse rule of a hybrid action comes before its inputs and the policy service, so its deny is never out.
  if (cell.action.decide === 'hybrid' && (decided.locally & denyOnly) !== 0)
    answers |= answer('deny', 'local');

  const unexpired = answers;
  answers = withExpiry(world, replica, question, answers, decided.coarsely, asIfOut);
  const expiredBundle = holds(unexpired, 'allow', undefined) && !holds(answers, 'allow', undefined);
  answers = withLog(world, replica, during, answers, asIfOut);
  // A replica that was started again may have no policy yet.
  if (touches(replica.presence.cold, during)) answers |= answer('deny', 'deny');
  const revoked = world.revisions.revoked(cell.index, during);
  if (revoked) answers = withdrawn(world, question, answers);
  // What was once allowed is asked about where nothing else may be.
  const hangsOnAge =
    cell.action.whenUnavailable?.mode === 'cache' && (mayFallBack || !holds(answers, 'allow', undefined));
  const { spentAllow } = cache;
  return { answers, inputUnusable, spentAllow, expiredBundle, revoked, hangsOnAge, unguessable };
}

/** A deny in the same mode for every allow that comes too late after its revocation. */
function withdrawn(world: ScenarioWorld, { cell, during }: Question, answers: AnswerSet): AnswerSet {
  const lagging = (['policy-service', 'cache'] as const)
    .filter((source) => !world.revisions.revoked(cell.index, during, source))
    .map((source) => answers & answer('allow', source === 'cache' ? 'cache' : 'remote'));
  return lagging.reduce((set, allow) => set | allow, denyInstead(answers));
}

/** Whoever asks for what the contract does not have is to be denied, in whatever way. */
const undeclared: Permitted = {
  answers: everyDeny,
  inputUnusable: false,
  spentAllow: false,
  expiredBundle: false,
  revoked: false,
  hangsOnAge: false,
  unguessable: false,
};

/** What the replica's own policy and the policy service's may rightly decide. */
function decisions(
  world: ScenarioWorld,
  question: Question,
): { locally: DecisionSet; coarsely: DecisionSet; remotely: DecisionSet } {
  const { cell, during, replica } = question;
  const point = decisionPoint(question.mode, replica);
  const named = (of: string): number | undefined => (point === of ? question.revision : undefined);
  return {
    locally: rightDecisions(world, cell.index, replica, during, named(replica)),
    coarsely: rightDecisions(world, cell.index, replica, during, named(replica), 'coarse'),
    remotely: rightDecisions(world, cell.index, policyServicePoint, during, named(policyServicePoint)),
  };
}

/** The declared fallback. A degraded decision is made by the coarse policy of the replica's bundle. */
function fallback(declared: Fallback | null, coarsely: DecisionSet, cacheAnswers: AnswerSet): AnswerSet {
  if (declared === null) return noAnswers;
  if (declared.mode === 'degrade') return answersIn(coarsely, 'degrade');
  return declared.mode === 'cache' ? cacheAnswers : answer('deny', 'deny');
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
  // A replica that was started again may have no policy of its own yet that an entry could be older than.
  if (made < active.oldest) return touches(world.replica(replica).presence.cold, during) ? 'maybe' : 'no';
  return made >= active.newest ? age : 'maybe';
}

/** Whether the action may go on with an input, and whether it may deny for want of it. */
function inputUse(
  declared: DecisionInput,
  input: InputWorld,
  during: Interval,
  asIfOut: boolean,
): { mayGoOn: boolean; mayDeny: boolean; mayGoWithout: boolean } {
  const mayBeMissing = asIfOut || touches(input.mayBeMissing, during);
  const mayBeStale = asIfOut || touches(input.mayBeStale, during);
  const usable = !input.unusable.some((span) => within(during, span));
  const ignored =
    (mayBeMissing && declared.onMissing === 'ignore') || (mayBeStale && declared.onStale === 'ignore');
  return {
    mayGoOn: usable || ignored,
    mayGoWithout: mayBeMissing && declared.onMissing === 'ignore',
    mayDeny: (mayBeMissing && declared.onMissing === 'deny') || (mayBeStale && declared.onStale === 'deny'),
  };
}

/**
 * On a bundle that has expired a replica does what `onExpired` says instead of deciding. What the policy service
 * decides, and what it decided before, rests on another copy: for it either is permitted.
 */
function withExpiry(
  world: ScenarioWorld,
  { bundleExpired }: ReplicaWorld,
  { cell, during, replica: name }: Question,
  answers: AnswerSet,
  coarsely: DecisionSet,
  asIfOut: boolean,
): AnswerSet {
  const { onExpired } = world.contract.policy;
  const starved = asIfOut && onExpired !== 'keep' && mayHaveMissedPolls(world, name, during);
  if (!starved && !mayBeOut(bundleExpired, during)) return answers;
  const coarseToo = onExpired === 'degrade' ? answersIn(coarsely, 'degrade') : noAnswers;
  // An action without a coarse policy of its own has nothing to degrade to.
  const denyToo = onExpired === 'deny' || cell.action.whenUnavailable?.mode !== 'degrade';
  const instead = coarseToo | (denyToo ? answer('deny', 'deny') : noAnswers);
  if (!mustBeOut(bundleExpired, during)) return answers | instead;
  if (cell.action.decide !== 'remote') return instead;
  return without(answers, 'degrade') | instead;
}

/** Whether the machine may have kept a replica from confirming its bundle for as long as it takes to expire. */
export function mayHaveMissedPolls(world: ScenarioWorld, replica: string, { from, to }: Interval): boolean {
  const { policy } = world.contract;
  // What came before the drill nobody has watched.
  if (from < world.steadyFrom) return true;
  if (policy.distribution === 'release') return false;
  const lostMs = world.starvation.lostMs([replica, 'bundle-service'], { from: from - policy.maxAgeMs, to });
  return lostMs >= policy.maxAgeMs - 2 * roundMs(policy);
}

/** An application that may not decide without a record denies while the log sink is down, once it has noticed. */
function withLog(
  world: ScenarioWorld,
  { logSink, logLost }: ReplicaWorld,
  during: Interval,
  answers: AnswerSet,
  asIfOut: boolean,
): AnswerSet {
  if (world.contract.decisionLog.whenSinkDown !== 'deny') return answers;
  if (!asIfOut && !mayBeOut(logSink, during)) return answers;
  const lost = logLost.some((span) => within(during, span));
  return (lost ? deniesOf(answers) : answers) | answer('deny', 'deny');
}

function touches(spans: readonly Interval[], during: Interval): boolean {
  return spans.some((span) => overlaps(span, during));
}
