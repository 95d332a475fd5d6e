import type { Contract } from '../../contract/contract.ts';
import type { Chance } from './random.ts';
import type { SimulatedFaults } from './simulated-faults.ts';

interface Held {
  readonly asOf: number;
  readonly arrived: number;
  readonly ageOnArrivalMs: number;
}

/** What a replica knows of the risk of subjects. */
export interface SimulatedInputs {
  /** Asks for it. @returns when that is done, and what the contract says to do by then */
  read(subject: string, from: number): { readonly done: number; readonly usable: boolean };
  /** Whether what was read may still be decided on. */
  stillUsable(subject: string, at: number): boolean;
  forget(): void;
}

/** Ways in which a sound application may read an age. */
interface Reading {
  /** Off the wall clock whenever it is asked, or on arrival alone and then by a clock that nobody sets. */
  readonly byWallClock: boolean;
  /** What the source does not have is used no more, though held. */
  readonly believesAbsence: boolean;
}

/** The inputs of one replica; `missingIsFresh` and `staleIsFresh` are ways to be unsafe. */
export function simulatedInputs(
  contract: Contract,
  faults: SimulatedFaults,
  chance: Chance,
  unsafe: { readonly missingIsFresh: boolean; readonly staleIsFresh: boolean },
): SimulatedInputs {
  const input = contract.inputs['context.risk'];
  const maxAgeMs = input?.maxAgeMs ?? 0;
  const timeoutMs = input?.timeoutMs ?? 0;
  const reading: Reading = { byWallClock: chance.happens(0.5), believesAbsence: chance.happens(0.5) };
  const held = new Map<string, Held>();

  function ageMs({ asOf, arrived, ageOnArrivalMs }: Held, now: number): number {
    if (reading.byWallClock) return now + faults.skewMs(now) - asOf;
    return Math.max(0, ageOnArrivalMs) + now - arrived;
  }

  function keep(subject: string, asOf: number, arrived: number): void {
    const ageOnArrivalMs = arrived + faults.skewMs(arrived) - asOf;
    // Too far in the future to be true.
    if (ageOnArrivalMs < -(1_000 + maxAgeMs)) return;
    const before = held.get(subject);
    const value = { asOf, arrived, ageOnArrivalMs };
    if (before === undefined || ageMs(value, arrived) <= ageMs(before, arrived)) held.set(subject, value);
  }

  function usable(subject: string, now: number, absent: boolean): boolean {
    const value = absent && reading.believesAbsence ? undefined : held.get(subject);
    if (value === undefined) return input?.onMissing === 'ignore' || unsafe.missingIsFresh;
    return unsafe.staleIsFresh || input?.onStale === 'ignore' || ageMs(value, now) <= maxAgeMs;
  }

  return {
    read(subject, from) {
      let done = faults.after(from, chance.between(1, 8));
      const fault = faults.on('context-service', from, done);
      const silent = fault !== undefined && ['black-hole', 'latency', 'paused'].includes(fault.spec.type);
      if (silent || done - from > timeoutMs) {
        done = faults.after(from, timeoutMs);
        return { done, usable: usable(subject, done, false) };
      }
      const effect = fault?.effect;
      const concerned =
        effect !== undefined && 'subjects' in effect ? (effect.subjects?.includes(subject) ?? true) : true;
      const absent = effect?.kind === 'input-missing' && concerned;
      if (fault !== undefined && effect?.kind === 'input-frozen')
        keep(subject, Math.min(fault.began, done), done);
      else if (effect?.kind === 'input-stale') keep(subject, done - effect.ageMs, done);
      else if ((effect === undefined || !concerned) && !faults.lingers('context-service', from))
        keep(subject, chance.between(from, done), done);
      const freshAnyway = absent && unsafe.missingIsFresh;
      return { done, usable: freshAnyway || usable(subject, done, absent) };
    },
    stillUsable: (subject, at) => usable(subject, at, false),
    forget: () => held.clear(),
  };
}
