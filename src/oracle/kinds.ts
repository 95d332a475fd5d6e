import type { Mode, Outcome } from '../model/decision.ts';
import { modes, outcomes } from '../model/decision.ts';
import { violationsBySeverity } from '../model/violation.ts';
import type { Attribution } from './attribution.ts';
import type { JudgedObservation, ObservationVerdict, Ruling } from './judge-observation.ts';
import type { ScenarioWorld } from './scenario-world.ts';

/**
 * Observations that no count has to tell apart, and how many of them there were. Of millions of observations there are some
 * hundred kinds, so whatever counts goes through the kinds.
 */
export interface ObservationKind extends Omit<Ruling, 'lasts'> {
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
  /** @param ruling the one that was given on it */
  note(one: JudgedObservation, ruling: Ruling): void;
  result(): readonly ObservationKind[];
}

type Counted = ObservationKind & { count: number };

const verdicts: readonly ObservationVerdict[] = ['pass', 'inconclusive', ...violationsBySeverity];

/** Counts observations by kind; kinds come in the order in which they were first seen. */
export function kindCounter(world: Pick<ScenarioWorld, 'cells' | 'faults' | 'steadyFrom'>): KindCounter {
  const kinds = new Map<number, Counted>();
  const lasting = new Map<Ruling, Counted>();
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

  function kindOf(one: JudgedObservation): Counted {
    const afterGate = one.seen.sent >= world.steadyFrom;
    const key = keyOf(one, afterGate);
    const known = kinds.get(key);
    if (known !== undefined) return known;
    const { seen, lasts: _lasts, ...judged } = one;
    const { outcome, mode, revision, said } = seen;
    const named = { namesRevision: revision !== undefined, hasId: said.hasId };
    const kind = { ...judged, outcome, mode, ...named, afterGate, count: 0 };
    kinds.set(key, kind);
    return kind;
  }

  return {
    note(one, ruling) {
      // What one lasting ruling is given on is all of a kind: the opening of the gate ends it, too.
      const known = lasting.get(ruling);
      const kind = known ?? kindOf(one);
      if (known === undefined && ruling.lasts) lasting.set(ruling, kind);
      kind.count += 1;
    },
    result: () => [...kinds.values()],
  };
}

/** How many observations are of kinds like this. */
export function countOf(kinds: readonly ObservationKind[], like: (kind: ObservationKind) => boolean): number {
  return kinds.reduce((sum, kind) => (like(kind) ? sum + kind.count : sum), 0);
}
