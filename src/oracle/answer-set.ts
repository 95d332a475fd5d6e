import type { Decision, Mode } from '../model/decision.ts';

/**
 * A set of answers, an answer being a decision and the mode it was made in. Ten of them exist, so a set is ten
 * bits of a number: uniting what several world states permit costs nothing, and a larger uncertainty can only
 * ever set further bits.
 */
export type AnswerSet = number;

export const noAnswers: AnswerSet = 0;

const modeBit: Readonly<Record<Mode, number>> = { local: 1, remote: 2, cache: 4, degrade: 8, deny: 16 };
const denyShift = 5;
const allModes = 31;

/** The set of one answer. */
export function answer(decision: Decision, mode: Mode): AnswerSet {
  return decision === 'allow' ? modeBit[mode] : modeBit[mode] << denyShift;
}

/** Whether the set holds this decision, made in this mode or, where the application does not say, in any. */
export function holds(set: AnswerSet, decision: Decision, mode: Mode | undefined): boolean {
  const ofDecision = decision === 'allow' ? set & allModes : set >> denyShift;
  return (ofDecision & (mode === undefined ? allModes : modeBit[mode])) !== 0;
}

/** Whether the set holds this decision made in any other mode. */
export function holdsOtherwise(set: AnswerSet, decision: Decision, mode: Mode): boolean {
  return holds(set & ~answer(decision, mode), decision, undefined);
}

/** The set without what was decided in this mode. */
export function without(set: AnswerSet, mode: Mode): AnswerSet {
  return set & ~(answer('allow', mode) | answer('deny', mode));
}

/** A deny in any mode. */
export const everyDeny: AnswerSet = allModes << denyShift;

/** The denies of the set. */
export function deniesOf(set: AnswerSet): AnswerSet {
  return set & everyDeny;
}

/** The set with a deny in the same mode for every allow. */
export function denyInstead(set: AnswerSet): AnswerSet {
  return deniesOf(set) | ((set & allModes) << denyShift);
}

/** Which decisions are possible: a set as well, so that several policy revisions can be united. */
export type DecisionSet = number;

export const allowOnly: DecisionSet = 1;
export const denyOnly: DecisionSet = 2;

/** The set of one decision. */
export function decisionSet(decision: Decision): DecisionSet {
  return decision === 'allow' ? allowOnly : denyOnly;
}

/** All decisions of the set, made in one mode. */
export function answersIn(decisions: DecisionSet, mode: Mode): AnswerSet {
  return (
    ((decisions & allowOnly) === 0 ? noAnswers : answer('allow', mode)) |
    ((decisions & denyOnly) === 0 ? noAnswers : answer('deny', mode))
  );
}
