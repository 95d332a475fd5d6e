import { isDecision } from '../../model/decision.ts';
import { decisionSet } from '../answer-set.ts';
import { overlaps } from '../../model/time.ts';
import { isBroken } from '../judge-observation.ts';
import type { JudgedObservation } from '../judge-observation.ts';
import { intervalOf } from '../scenario-world.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import type { Revision } from '../world/revision-contents.ts';
import type { Publication } from './taken-back.ts';

/**
 * What an observation says of a bad rule: `wrong`, the rule decided it, or kept it from being decided; `right`, it did not;
 * `lost`, there was no answer that would tell; `other`, it is none of the rule's.
 */
export type Told = 'wrong' | 'right' | 'lost' | 'other';

/** The revisions of one bad rule, as far as they were ordered. */
export interface RuleRevisions {
  readonly bad: Revision | undefined;
  /** Indexes; -1 where it never was ordered. */
  readonly badIndex: number;
  readonly good: Revision | undefined;
  readonly goodIndex: number;
}

/**
 * Reads observations as the answers of a bad rule. Concerned are the cells whose answer the rule changes and its rollback
 * changes back: where two bad rules are taken back one after the other, the first rollback gives no cell back that the
 * earlier rule gets wrong as well. Wrong is what the rule answers and the contract does not. What the application names its
 * declared fallback is none of the rule's, unless the rule is so slow that a fallback is all there is. A decision
 * that names another bad rule's revision is that one's.
 */
export function badAnswers(
  world: ScenarioWorld,
  rule: Publication,
  { badIndex, good, goodIndex }: RuleRevisions,
): (one: JudgedObservation) => Told {
  const revisions = world.revisions.all;
  const answers = new Map(
    rule.wrong
      .filter(({ cell, answers: wrong }) => good === undefined || !says(good, cell, wrong))
      .map((one) => [one.cell, one.answers]),
  );

  /** Whether a revision is the rule, or brought it back. */
  function isOurs(index: number): boolean {
    const again = badIndex < index && index < goodIndex && revisions[index]?.policy === rule.policy;
    return index === badIndex || again;
  }

  /** A fallback is the rule's where it may be slow, or circuit breakers still open; beyond, where nothing else permits it. */
  function toldByFallback(one: JudgedObservation): Told {
    const { normalWithinMs } = world.contract;
    const mayBeSlow = world.revisions.slow.some(({ from, to }) =>
      overlaps({ from, to: to + normalWithinMs }, intervalOf(one.seen)),
    );
    if (one.verdict === 'inconclusive') return 'lost';
    return mayBeSlow || isBroken(one) ? 'wrong' : 'other';
  }

  return (one) => {
    const {
      seen,
      setAside,
      cell: { cell },
    } = one;
    const answer = answers.get(seen.cell);
    if (answer === undefined) return 'other';
    if (setAside || !isDecision(seen.outcome)) return 'lost';
    if (answer === 'none') return isUndecided(seen, cell.expect) ? toldByFallback(one) : 'right';
    if (seen.outcome !== answer || seen.outcome === cell.expect) return 'right';
    if (seen.mode === 'deny' || (seen.mode === 'degrade' && seen.outcome === cell.whenDegraded))
      return 'right';
    const index = seen.revision === undefined ? undefined : world.revisions.indexOf(seen.revision);
    const named = index === undefined ? undefined : revisions[index];
    if (index === undefined || named === undefined || isOurs(index)) return 'wrong';
    return says(named, seen.cell, answer) ? 'other' : 'wrong';
  };
}

/** Whether a revision gives this answer, or comes to none. */
function says(revision: Revision, cell: number, answer: Publication['wrong'][number]['answers']): boolean {
  if (answer === 'none') return revision.unanswered.has(cell);
  return ((revision.answers[cell] ?? 0) & decisionSet(answer)) !== 0;
}

/** Whether it did not get its answer from the policy, but by the declared fallback. */
function isUndecided({ outcome, mode }: JudgedObservation['seen'], expected: string): boolean {
  return mode === undefined ? outcome !== expected : mode !== 'remote' && mode !== 'local';
}
