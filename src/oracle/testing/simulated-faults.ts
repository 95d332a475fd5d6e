import type { FaultSite } from '../../model/fault.ts';
import type { HiddenTruth, TrueFault } from './hidden-truth.ts';

/** What one replica meets on its ways, and what its process goes through. */
export interface SimulatedFaults {
  /** The fault that a call between the two moments meets. */
  on(site: FaultSite, from: number, to: number): TrueFault | undefined;
  /** Whether a fault has ended so shortly before that a circuit breaker may still be open. */
  lingers(site: FaultSite, at: number): boolean;
  /** By how much the wall clock is wrong. */
  skewMs(at: number): number;
  /** When work of this length that begins at `from` is done, stalls and stops of the process added. */
  after(from: number, workMs: number): number;
}

/** The faults of the truth as one replica meets them. */
export function simulatedFaults(truth: HiddenTruth, name: string): SimulatedFaults {
  const mine = truth.faults.filter(({ spec }) => spec.replica === undefined || spec.replica === name);
  const paused = truth.absences.filter(({ replica, how }) => replica === name && how === 'paused');
  const still = [...truth.stalls, ...paused.map(({ began, ended }) => ({ from: began, to: ended }))].toSorted(
    (a, b) => a.from - b.from,
  );
  return {
    on: (site, from, to) =>
      mine
        .filter(
          (fault) => fault.spec.on === site && from <= fault.ended && fault.began <= to && !isUp(fault, from),
        )
        .toSorted((a, b) => mildness(a) - mildness(b))[0],
    lingers: (site, at) =>
      paused.some(({ ended }) => at > ended && at < ended + truth.breakerMs) ||
      mine.some(
        ({ spec, ended, effect }) =>
          spec.on === site &&
          effect.kind !== 'slow' &&
          effect.kind !== 'interrupted' &&
          effect.kind !== 'input-stale' &&
          at > ended &&
          at < ended + truth.breakerMs,
      ),
    skewMs: (at) => skewOf(mine, at),
    after(from, workMs) {
      let left = workMs;
      let now = from;
      for (const each of still) {
        if (each.to <= now) continue;
        if (each.from > now + left) break;
        left -= Math.max(0, each.from - now);
        now = Math.max(now, each.to);
      }
      return now + left;
    },
  };
}

/** Of several faults on one site the worst decides. */
function mildness({ effect: { kind } }: TrueFault): number {
  if (kind === 'out' || kind === 'lying') return 0;
  return kind === 'interrupted' ? 2 : 1;
}

/** A path that flaps is up by turns, down first. */
function isUp({ spec, began }: TrueFault, at: number): boolean {
  if (spec.type !== 'flapping') return false;
  return Math.max(0, at - began) % (spec.downMs + spec.upMs) >= spec.downMs;
}

function skewOf(faults: readonly TrueFault[], at: number): number {
  for (const { effect, began, ended } of faults) {
    if (effect.kind === 'clock-skewed' && began <= at && at <= ended) return effect.skewMs;
  }
  return 0;
}
