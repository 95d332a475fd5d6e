import type { Contract } from '../../contract/contract.ts';
import type { Chance } from './random.ts';
import type { SimulatedDefect } from './simulated-defect.ts';
import type { SimulatedFaults } from './simulated-faults.ts';

/** The policy service, as one replica asks it. */
export interface SimulatedService {
  /** @param slow its rule comes to no answer in time */
  ask(
    from: number,
    slow: boolean,
  ): { readonly done: number; readonly answered: boolean; readonly arrived: number };
  /** A process that was started again has a new credential. */
  restarted(at: number): void;
}

/** @param arrivals takes the moment at which each request reaches the service */
export function simulatedService(
  { policyService: { timeoutMs } }: Contract,
  faults: SimulatedFaults,
  chance: Chance,
  defect: SimulatedDefect | null,
  arrivals: number[],
): SimulatedService {
  let issued = -Infinity;
  let renewed = -Infinity;
  let failedOnce = false;

  function arrive(at: number): void {
    arrivals.push(at);
  }

  return {
    restarted(at) {
      issued = at;
    },
    ask(from, slow) {
      const takes = chance.between(1, 12);
      let done = faults.after(from, takes);
      const fault = faults.on('policy-service', from, done);
      const { spec, effect } = fault ?? {};
      const reached = spec?.type !== 'refused' && spec?.type !== 'black-hole' && spec?.type !== 'flapping';
      if (reached) arrive(spec?.type === 'paused' ? (fault?.ended ?? from) + chance.between(0, 30) : from);
      if (reached && fault !== undefined && defect === 'retry-storm') {
        for (let nth = 1; nth < 4; nth += 1) arrive(from + nth * 20);
      }
      if (fault !== undefined && defect === 'herd-on-recovery') arrive(fault.ended + chance.between(0, 300));
      if (effect?.kind === 'maybe-out' && spec?.type === 'latency' && chance.happens(0.5)) {
        const late = faults.after(from, chance.between(150, 320));
        return late - from <= timeoutMs
          ? { done: late, answered: true, arrived: late }
          : { done: faults.after(from, timeoutMs), answered: false, arrived: late };
      }
      if (effect?.kind === 'interrupted' && fault !== undefined) {
        if (issued >= fault.began) return { done, answered: done - from <= timeoutMs, arrived: done };
        if (defect !== 'credential-never-renewed' && done - renewed >= 1_000) {
          issued = done;
          renewed = done;
        }
        return { done, answered: false, arrived: done };
      }
      const silent = slow || (spec !== undefined && ['black-hole', 'latency', 'paused'].includes(spec.type));
      if (silent || done - from > timeoutMs)
        done = faults.after(from, defect === 'retry-past-budget' ? 3 * timeoutMs : timeoutMs);
      failedOnce ||= fault !== undefined;
      const lingers =
        (defect === 'fallback-for-ever' && failedOnce) || faults.lingers('policy-service', from);
      const answered = !silent && fault === undefined && !lingers && done - from <= timeoutMs + 5;
      return { done, answered, arrived: done };
    },
  };
}
