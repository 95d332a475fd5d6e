import type { Contract } from '../../contract/contract.ts';
import type { HiddenTruth } from './hidden-truth.ts';
import type { Chance } from './random.ts';
import type { SimulatedFaults } from './simulated-faults.ts';

/** The bundle that a replica holds, as it polls for it. */
export interface SimulatedBundle {
  /** The last change that it has, null for none; and the last moment at which it was confirmed, undefined before the first. */
  at(t: number): {
    readonly change: string | null;
    readonly revision: number;
    readonly confirmed: number | undefined;
  };
}

interface Poll {
  readonly at: number;
  readonly change: string | null;
  readonly revision: number;
}

/**
 * Polls for a whole drill. A process that was started again fetches at once; before that it has none, unless it keeps one
 * on its disk, with the moment of its confirmation.
 * @param persists whether the bundle outlives the process
 */
export function simulatedBundle(
  { policy }: Contract,
  truth: HiddenTruth,
  faults: SimulatedFaults,
  chance: Chance,
  name: string,
  endMs: number,
  persists: boolean,
): SimulatedBundle {
  const absences = truth.absences.filter((one) => one.replica === name);
  const polls: Poll[] = [];
  let t = -chance.between(50, 500);
  while (t < endMs) {
    const moment = t;
    const away = absences.find(({ began, ended }) => began <= moment && moment < ended);
    if (away !== undefined) {
      t = away.ended + chance.between(0, 20);
      continue;
    }
    const done = moment + chance.between(1, 15);
    if (faults.on('bundle-service', moment, done) === undefined) {
      const last = truth.changes.findLast((change) => change.served <= done);
      polls.push({ at: done, change: last?.id ?? null, revision: last?.revision ?? 1 });
    }
    const next = moment + policy.pollEveryMs * chance.between(0.5, 0.85);
    const started = absences.find(
      ({ began, ended, how }) => how !== 'paused' && began > moment && ended <= next,
    );
    t = started === undefined ? next : started.ended + chance.between(0, 20);
  }
  return {
    at(now) {
      const started = absences.findLast(({ ended, how }) => how !== 'paused' && ended <= now);
      const poll = polls.findLast(({ at }) => at <= now && (persists || at >= (started?.ended ?? -Infinity)));
      if (poll === undefined) return { change: null, revision: 0, confirmed: undefined };
      return { change: poll.change, revision: poll.revision, confirmed: poll.at };
    },
  };
}
