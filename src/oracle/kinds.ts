import type { Mode, Outcome } from '../model/decision.ts';
import { modes, outcomes } from '../model/decision.ts';
import { violationsBySeverity } from '../model/violation.ts';
import type { Attribution } from './attribution.ts';
import type { JudgedObservation, ObservationVerdict } from './judge-observation.ts';
import type { ScenarioWorld } from './scenario-world.ts';

/**
 * Observations that no count has to tell apart, and how many of them there were. Of millions of observations there are some
 * hundred kinds, so whatever counts goes through the kinds.
 */
export interface ObservationKind extends Omit<JudgedObservation, 'seen'> {
  readonly outcome: Outcome;
  readonly mode: Mode | undefined;
  /** The application named the policy revision it decided on. */
  readonly namesRevision: boolean;
  /** The application gave it an id to be looked up by. */
  readonly hasId: boolean;
  /** It was sent when the first steady gate had opened, or there was none. */
  readonly afterGate: boolean;
  readonly count: number;
}

export interface KindCounter {
  note(one: JudgedObservation): void;
  result(): readonly ObservationKind[];
}

const verdicts: readonly ObservationVerdict[] = ['pass', 'inconclusive', ...violationsBySeverity];

/** Counts observations by kind; kinds come in the order in which they were first seen. */
export function kindCounter(world: Pick<ScenarioWorld, 'cells' | 'faults' | 'steadyFrom'>): KindCounter {
  const kinds = new Map<number, ObservationKind & { count: number }>();
  const faultNumber = new Map([null, ...world.faults].map((fault, number) => [fault, number]));
  const whens: readonly Attribution['when'][] = ['before', 'during', 'after'];

  /** A number of its own for every kind: its parts as the digits of one, each in its own base. */
  function keyOf(one: JudgedObservation, afterGate: boolean): number {
    const { seen, excused } = one;
    let key = one.asked;
    key = key * verdicts.length + verdicts.indexOf(one.verdict);
    key = key * verdicts.length + (excused === null ? 0 : verdicts.indexOf(excused));
    key = key * outcomes.length + outcomes.indexOf(seen.outcome);
    key = key * (modes.length + 1) + (seen.mode === undefined ? modes.length : modes.indexOf(seen.mode));
    key = key * whens.length + whens.indexOf(one.when);
    key = key * 2 + (one.settled ? 1 : 0);
    key = key * 2 + (one.setAside ? 1 : 0);
    key = key * 2 + (seen.revision === undefined ? 0 : 1);
    key = key * 2 + (seen.said.hasId ? 1 : 0);
    key = key * 2 + (afterGate ? 1 : 0);
    key = key * faultNumber.size + (faultNumber.get(one.fault) ?? 0);
    return key * world.cells.length + one.cell.index;
  }

  return {
    note(one) {
      const afterGate = one.seen.sent >= world.steadyFrom;
      const key = keyOf(one, afterGate);
      const kind = kinds.get(key);
      if (kind === undefined) {
        const { seen, ...judged } = one;
        kinds.set(key, {
          ...judged,
          outcome: seen.outcome,
          mode: seen.mode,
          namesRevision: seen.revision !== undefined,
          hasId: seen.said.hasId,
          afterGate,
          count: 1,
        });
      } else kind.count += 1;
    },
    result: () => [...kinds.values()],
  };
}

/** How many observations are of kinds like this. */
export function countOf(kinds: readonly ObservationKind[], like: (kind: ObservationKind) => boolean): number {
  return kinds.reduce((sum, kind) => (like(kind) ? sum + kind.count : sum), 0);
}
