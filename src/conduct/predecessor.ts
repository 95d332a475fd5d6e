import { isDeepStrictEqual } from 'node:util';
import type { FaultSpec } from '../model/fault.ts';
import type { Plan, PlannedFault } from '../plan/plan.ts';

/**
 * The same fault in the phase before, which is then left in place over the border: healed and injected anew it would leave a
 * gap, in which an application recovers. What is done to a process, or happens at a moment, is done again.
 */
export function predecessorOf(
  { phases, faults }: Pick<Plan, 'phases' | 'faults'>,
  fault: PlannedFault,
): PlannedFault | undefined {
  const before = phases[phases.findIndex(({ name }) => name === fault.phase) - 1];
  if (before === undefined || !stays(fault.spec)) return undefined;
  return faults.find((one) => one.phase === before.name && isDeepStrictEqual(one.spec, fault.spec));
}

function stays({ on, type }: FaultSpec): boolean {
  return on !== 'app' && type !== 'credential-rotated' && type !== 'paused';
}
